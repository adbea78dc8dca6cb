import type { ConnectionListener, EventSink } from './connection-listener.js';
import { CONNECTION_DEFAULTS, type ConnectionOptions } from './connection-options.js';
import type { ConnectionState, ConnectionStatus } from './connection-state.js';
import type { SourceProtocol } from './source-protocol.js';

/**
 * Runs one {@link SourceProtocol} over WebSockets for ever, until it is stopped: connects,
 * reconnects with the platform's own rules, and hands on the events. Never holds two sockets at
 * once, but during the planned overlap of {@link Session.replaceBy}. Never throws and never
 * crashes on what a server does.
 */
export class Connection {
  protected readonly options: ConnectionOptions;

  constructor(
    protected readonly protocol: SourceProtocol,
    protected readonly sink: EventSink,
    protected readonly listener: ConnectionListener,
    options: Partial<ConnectionOptions> = {},
  ) {
    this.options = { ...CONNECTION_DEFAULTS, ...options };
  }

  get state(): ConnectionState {
    return 'idle';
  }

  get status(): ConnectionStatus {
    return { state: this.state, failures: 0 };
  }

  /** Connects, and keeps connected. Does nothing where it is wanted already, or stopped. */
  connect(): void {}

  /**
   * Lets go of the socket; `connect` may follow at any time. Nothing is emitted any more; resolves
   * once no socket is held, at most `closeTimeoutMs` later.
   */
  async disconnect(): Promise<void> {}

  /**
   * Stops for good: as `disconnect`, then the protocol's own `stop`, at most `stopTimeoutMs`.
   * Never rejects; every call returns the same promise.
   */
  async stop(): Promise<void> {}

  /**
   * Stops reading, for a collector whose memory is full: the server feels it through TCP. What had
   * been read already (at most some 100 kB) still comes. Survives reconnects.
   */
  pause(): void {}

  /** Reads on. */
  resume(): void {}
}
