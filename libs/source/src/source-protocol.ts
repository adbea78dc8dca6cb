import type { Frame, FrameSink } from './frame.js';

/**
 * How to speak with one platform: what a source type implements. The connection state machine
 * ({@link Connection}) owns the socket, the timers and the reconnects, and calls this.
 *
 * One object serves one bridge for its whole life, over any number of connections; `open` marks
 * where a new one starts.
 */
export interface SourceProtocol {
  /**
   * Where to connect to, asked anew before every attempt, so that a protocol can sign afresh,
   * rotate hosts or call an API first. Rejects with a {@link SourceError} when it cannot tell;
   * that counts as a failed attempt. Must give up when `signal` aborts.
   */
  connectTo(signal: AbortSignal): Promise<ConnectTo> | ConnectTo;

  /** The socket is open: send what the platform wants first. */
  open?(session: Session): void;

  /**
   * A frame arrived. Events go to the sink; answers go through the session. Must not throw on
   * anything a platform can send (a throw is caught, counted as malformed, and the frame skipped).
   */
  frame(frame: Frame, session: Session, sink: FrameSink): void;

  /** Keeps the connection alive: called every `heartbeat.everySeconds` while it is open. */
  readonly heartbeat?: Heartbeat | undefined;

  /**
   * With no frame and no pong for so long the connection counts as dead, in ms. Sources of quiet
   * rooms must make the server speak within it (heartbeats). Default 90 000.
   */
  readonly silenceMs?: number | undefined;

  /**
   * The socket closed, whoever closed it. Says what follows: `reconnect` (the default, with
   * backoff), `reconnect-now` (the server asked for it), `slow` (nothing to hear now, the room is
   * not live: wait the longest delay), or `refused` with the operator's way out (bad token,
   * unknown room: tried again, but seldom).
   */
  closed?(code: number, reason: string): AfterClose;

  /** The bridge stops for good: tell the platform. Bounded by the caller to 5 s. */
  stop?(): Promise<void>;
}

export interface ConnectTo {
  readonly url: string;
  readonly headers?: Readonly<Record<string, string>> | undefined;
  readonly subprotocols?: readonly string[] | undefined;
  /** Off unless the platform needs it: inflating costs more than it saves on a chat's frames. */
  readonly perMessageDeflate?: boolean | undefined;
}

export type Heartbeat = {
  readonly everySeconds: number;
} & (
  | { /** A WebSocket ping frame. */ readonly ws: 'ping' }
  | { /** A frame, made anew each time. */ readonly send: () => Frame }
);

export type AfterClose = 'reconnect' | 'reconnect-now' | 'slow' | { readonly refused: string };

/** One open connection, as a protocol sees it. After it closed, every call does nothing. */
export interface Session {
  send(frame: Frame): void;
  /**
   * The platform accepted us: the bridge counts as connected, and the backoff starts anew at the
   * next failure. A protocol without a handshake calls it in `open`.
   */
  ready(): void;
  /**
   * Closes this connection, and another follows.
   *
   * @param cause one of a closed set that the code names: a metric label.
   */
  reconnect(cause: string, after?: AfterClose): void;
  /**
   * Opens a further connection while this one goes on, and closes this one once the new one is
   * ready: for platforms that announce their reconnects and allow the overlap.
   */
  replaceBy(url: string): void;
}
