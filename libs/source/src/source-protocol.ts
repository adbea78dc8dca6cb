import type { Frame, FrameSink } from './frame.js';
import type { HearingTerms } from './hearing-terms.js';
import type { StreakCounter } from './streaks/streak-counter.js';
import type { SeatTerms } from './seats.js';
import type { OpenWire } from './wire/wire.js';

/**
 * How to speak with one platform: a source type implements this. The connection state machine
 * ({@link Connection}) owns the socket, the timers and the reconnects, and calls it. One object
 * serves one bridge for its whole life, over any number of connections; `open` marks where a new
 * one starts.
 */
export interface SourceProtocol {
  /**
   * Where to connect to. Called before every attempt, so that a protocol can sign again, rotate hosts or call
   * an API first. Rejects with a {@link SourceError} when it cannot tell; that counts as a failed attempt. Must
   * give up when `signal` aborts.
   */
  connectTo(signal: AbortSignal): Promise<ConnectTo> | ConnectTo;

  /** The socket is open: send what the platform wants first. */
  open?(session: Session): void;

  /**
   * A frame arrived. Events go to the sink; answers go through the session. Must not throw on
   * anything a platform can send (a throw is caught, counted as malformed, and the frame skipped).
   */
  frame(frame: Frame, session: Session, sink: FrameSink): void;

  /** Counts the gift streaks of its platform; absent if the platform has none. */
  readonly streaks?: StreakCounter | undefined;

  /** What this platform keeps open besides the socket; absent if it keeps nothing. */
  readonly leftover?: Leftover | undefined;

  /**
   * The address that `connectTo` calls, if the platform limits that: the turn is then waited for
   * before `connectTo`, not between it and the socket.
   */
  readonly asksAt?: string | undefined;

  /** The seats at the platform, of which each connection takes one; absent if there is no limit. */
  readonly seats?: SeatTerms | undefined;

  /** What this source should hear, besides frames that it understands. */
  readonly hearing?: HearingTerms | undefined;

  /**
   * What is left of a quota that the platform counts, in its own units; absent if there is none.
   */
  readonly quotaLeft?: number | undefined;

  /**
   * Keeps the connection alive: sent every `everySeconds` while it is open. Read again when the
   * socket opens, when it is ready and at every beat: it may be a getter, if the platform tells the
   * interval in its handshake.
   */
  readonly heartbeat?: Heartbeat | undefined;

  /**
   * Without a heartbeat, a WebSocket ping is sent after half of `silenceMs` in silence, to tell a
   * quiet room from a dead line. `false` if the client must never send anything. Default true.
   */
  readonly pingWhenQuiet?: boolean | undefined;

  /**
   * Without any frame, ping or pong for this long (and up to a quarter more) the connection counts
   * as dead, in ms. Sources of quiet rooms must make the server send something within it
   * (heartbeats). May be a getter. Default 90 000.
   */
  readonly silenceMs?: number | undefined;

  /**
   * The socket closed, at either end. Says what follows: `reconnect` (the default, with backoff),
   * `reconnect-now` (the server asked for it), `slow` (the room is not live: wait the longest
   * delay), or `refused` with a sentence for the operator (bad token, unknown room: retried, but
   * rarely). Called once for each socket that had opened, except one that {@link Session.replaceBy}
   * replaced.
   * @param code 1006 if the socket ended without a close frame.
   * @param reason the server's words: foreign text, never to be shown or logged.
   */
  closed?(code: number, reason: string): AfterClose;

  /**
   * The server answered the upgrade with this HTTP status. `undefined` leaves the decision to the
   * connection: the longest delay after 401, 403, 404, 429 and a redirect, else the backoff. A
   * Retry-After is obeyed in any case.
   */
  upgradeRefused?(status: number): AfterClose | undefined;

  /**
   * The connection is not wanted now. Its socket closes meanwhile; another process may hold the
   * bridge next, or `connectTo` may follow at any time, even before this has resolved. For what the
   * platform keeps besides the socket, such as a session. Bounded by the caller to 5 s.
   */
  released?(): Promise<void>;

  /**
   * Another process has the bridge, and reports what follows. If this one gets it back, it begins as at its first
   * connection: from where it was, it would report all of that again. Nothing is connected meanwhile.
   */
  lost?(): void;

  /**
   * The bridge stops for good: tell the platform. Bounded by the caller to 5 s. In place of
   * `released`, which may still be under way from before.
   */
  stop?(): Promise<void>;
}

/**
 * What a platform keeps open besides the socket, one at a time. The next holder of the bridge ends
 * it first, and need not wait until the platform notices that this process has gone.
 */
export interface Leftover {
  /** @param changed called with the name of what is open now; `''`: nothing is. Not a secret. */
  watch(changed: (name: string) => void): void;
  /**
   * Another process may have left something of this name open, to be ended before the next is
   * opened.
   */
  inherit(name: string): void;
}

export interface ConnectTo {
  readonly url: string;
  readonly headers?: Readonly<Record<string, string>> | undefined;
  readonly subprotocols?: readonly string[] | undefined;
  /** Opens the wire, if it is not a WebSocket. @defaultValue a WebSocket */
  readonly open?: OpenWire | undefined;
  /**
   * Whether the wire itself waits for the turn to connect, since it may need no connection of its
   * own.
   */
  readonly asksForTurn?: boolean | undefined;
  /** Off unless the platform needs it: inflating costs more than it saves on a chat's frames. */
  readonly perMessageDeflate?: boolean | undefined;
}

export type Heartbeat = {
  readonly everySeconds: number;
} & (
  | { /** A WebSocket ping frame. */ readonly ws: 'ping' }
  | { /** A frame, made for each beat. */ readonly send: () => Frame }
);

export type AfterClose =
  | 'reconnect'
  | 'reconnect-now'
  | 'slow'
  | {
      readonly refused: string;
      /** Whether the refusal may pass by itself: it is then retried as after `slow`. */
      readonly isSoonOver?: boolean;
    };

/** One open connection, for use by a protocol. After it has closed, calls do nothing. */
export interface Session {
  send(frame: Frame): void;
  /**
   * The platform accepted us: the bridge counts as connected, and the backoff starts anew at the
   * next failure, if this lasts a few seconds. A protocol without a handshake calls it in `open`.
   * Must follow `open` within 15 s.
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
   * ready: for platforms that announce their reconnects and allow the overlap. The old one goes
   * on if the new one fails. The headers of `connectTo` go along to the same host only. Refused
   * where the url leads from `wss:` to `ws:`; one at a time, further calls do nothing.
   */
  replaceBy(url: string): void;
}
