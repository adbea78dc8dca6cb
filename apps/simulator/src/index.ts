export { Simulator, type SimulatorState } from './simulator.js';
export {
  SIMULATOR_DEFAULTS,
  type IamAccount,
  type RoomSetup,
  type SimulatorOptions,
  type SimulatorSettings,
} from './simulator.options.js';
export type { FaultSetup, ResetPoint } from './metastudio/fault.js';
export type { KeptEvent } from './metastudio/record/kept-events.js';
export type { MetaStudioState } from './control/state.js';
export type { ChatRoomState, ChatState } from './control/chat-control.js';
export type { PlatformName } from './chat/platform.js';
export { GENERIC_MAPPING } from './chat/generic.js';
