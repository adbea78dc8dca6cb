export { Simulator, type SimulatorState } from './simulator.js';
export { SIMULATOR_DEFAULTS, type SimulatorOptions } from './simulator.options.js';
export type { FaultSetup } from './metastudio/fault.js';
export type { ChatRoomState } from './control/chat-control.js';
export type { PlatformName } from './chat/platform.js';
export { GENERIC_MAPPING } from './chat/generic.js';
