export type { Frame, FrameDecoder, FrameSink } from './frame.js';
export { SourceError } from './source-error.js';
export type {
  AfterClose,
  ConnectTo,
  Heartbeat,
  Session,
  SourceProtocol,
} from './source-protocol.js';
export { Connection } from './connection.js';
export type { ConnectionListener, EventSink } from './connection-listener.js';
export { CONNECTION_DEFAULTS, type ConnectionOptions } from './connection-options.js';
export type { ConnectionState, ConnectionStatus, DisconnectReason } from './connection-state.js';
