export { Simulator } from './simulator.js';
export {
  SIMULATOR_DEFAULTS,
  type IamAccount,
  type RoomSetup,
  type SimulatorOptions,
  type SimulatorSettings,
} from './simulator.options.js';
export type { FaultSetup, ResetPoint } from './metastudio/fault.js';
export type { KeptEvent } from './metastudio/kept-events.js';
export type { MetaStudioState } from './control/state.js';
