export type { Frame, FrameDecoder, FrameSink } from './frame.js';
export { SourceError } from './source-error.js';
export type {
  AfterClose,
  ConnectTo,
  Heartbeat,
  Session,
  SourceProtocol,
} from './source-protocol.js';
