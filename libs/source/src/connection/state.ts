/**
 * Where a {@link Connection} is:
 *
 * - `idle`: not wanted (before `connect`, after `disconnect`); no socket.
 * - `connecting`: asking the protocol where to, then TCP, TLS and the upgrade.
 * - `handshaking`: the socket is open, the platform has not accepted us yet.
 * - `ready`: accepted; events flow.
 * - `closing`: the socket is on its way out; at most `closeTimeoutMs`.
 * - `backoff`: no socket; the next attempt is due.
 * - `stopped`: for good.
 *
 * ```
 * idle ─► connecting ─► handshaking ─► ready
 *   ▲         │  ▲           │           │
 *   │         ▼  └─────┐     ▼           ▼
 *   └────── closing ─► backoff      (closing, or backoff where the socket is gone already)
 * ```
 * During a planned reconnect, when the old connection dies first, `ready` leads to where the new
 * one is. `disconnect` leads to `idle` and `stop` to `stopped` from everywhere, through `closing` while
 * there is a socket.
 */
export type ConnectionState =
  'idle' | 'connecting' | 'handshaking' | 'ready' | 'closing' | 'backoff' | 'stopped';

/**
 * Why a connection, or an attempt at one, ended. A closed set except for the reasons that a
 * protocol names itself, which are closed sets of their own: all are metric labels.
 */
export type DisconnectReason =
  /** The server, or the network, closed it. */
  | 'closed'
  /** The server closed it and wants us to come back at once. */
  | 'server-asked'
  /** Nothing was heard for `silenceMs`. */
  | 'silence'
  /** The socket opened, but the platform did not accept us in time. */
  | 'handshake-timeout'
  /** No open socket, or no answer from the protocol's `connectTo`, in time. */
  | 'connect-timeout'
  /** DNS, TCP or TLS failed, or the answer was no WebSocket upgrade. */
  | 'connect-failed'
  /** The address is not a `ws:` or `wss:` URL, or its headers cannot be sent. */
  | 'invalid-address'
  /** The protocol could not tell where to connect to: a {@link SourceError}. */
  | 'source-refused'
  /** The upgrade was answered with this HTTP status. */
  | 'upgrade-401'
  | 'upgrade-403'
  | 'upgrade-404'
  | 'upgrade-429'
  /** The upgrade was answered with another HTTP status. */
  | 'upgrade-refused'
  /** A frame beyond the hard limit of 16 MiB. */
  | 'frame-too-large'
  /** The data was not WebSocket. */
  | 'invalid-frame'
  /** The server does not read what we send. */
  | 'send-buffer-full'
  /** `open` or `heartbeat` of the protocol threw: a defect of ours. */
  | 'protocol-failed'
  /** `disconnect` or `stop` was called. */
  | 'stopped'
  /** The protocol asked for it: {@link Session.reconnect}. */
  | `protocol:${string}`;

/** How a {@link Connection} stands, to be shown to an operator. */
export interface ConnectionStatus {
  readonly state: ConnectionState;
  /** Why the last connection or attempt ended; absent while none has. */
  readonly reason?: DisconnectReason | undefined;
  /**
   * The WebSocket close code, the HTTP status of a refused upgrade, or the name of a network error
   * (`ECONNREFUSED`), where there was one.
   */
  readonly code?: number | string | undefined;
  /** What the operator can do, while the source or the server refuses us. */
  readonly refused?: string | undefined;
  /** Failed attempts in a row. */
  readonly failures: number;
}
