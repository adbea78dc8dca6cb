import type { Agent } from 'node:http';
import type { TakeSeat } from '../seats.js';

/** Limits and ports of a {@link Connection}. All times in ms. */
export interface ConnectionOptions {
  /** The shortest first delay before a reconnect; it doubles with each failure. @defaultValue 500 */
  readonly backoffFirstMs: number;
  /** The longest delay between attempts, and the one after `slow`. @defaultValue 30 000 */
  readonly backoffLongestMs: number;
  /** The longest delay for a source that has been refused for long. @defaultValue 300 000 */
  readonly backoffRefusedLongestMs: number;
  /** The shortest time between two attempts, `reconnect-now` included. @defaultValue 100 */
  readonly backoffFloorMs: number;
  /** The delay after a refusal, less up to a fifth of it. @defaultValue 300 000 */
  readonly refusedDelayMs: number;
  /** The longest Retry-After of a server that is obeyed. @defaultValue 300 000 */
  readonly retryAfterMaxMs: number;
  /** How long `ready` must have lasted for the backoff to start over. @defaultValue 5 000 */
  readonly stableMs: number;
  /** For the protocol's `connectTo`, and again for TCP, TLS and upgrade. @defaultValue 10 000 */
  readonly connectTimeoutMs: number;
  /** From the open socket to `ready`. @defaultValue 15 000 */
  readonly handshakeTimeoutMs: number;
  /**
   * The silence after which a link counts as dead, unless the protocol says. @defaultValue 90 000
   */
  readonly silenceMs: number;
  /** The server's time to answer a ping, before it counts as one that answers none. @defaultValue 2 000 */
  readonly answerMs: number;
  /** The server's time to answer our close frame before the socket is cut. @defaultValue 900 */
  readonly closeTimeoutMs: number;
  /** For the protocol's `stop`, and for its `released`. @defaultValue 5 000 */
  readonly stopTimeoutMs: number;
  /** A larger frame is skipped and counted, and the connection lives on. @defaultValue 1 MiB */
  readonly frameBytesMax: number;
  /** A larger frame ends the connection unread: it bounds the memory. @defaultValue 16 MiB */
  readonly frameBytesHardMax: number;
  /** More unsent bytes than this end the connection. @defaultValue 1 MiB */
  readonly sendBufferBytesMax: number;
  /** Monotonic, in ms. */
  readonly now: () => number;
  /** The time of receipt, in ms since 1970. */
  readonly wallClock: () => number;
  /** Between 0 and 1, as `Math.random`. */
  readonly random: () => number;
  /** The agent (a proxy's) for a URL; `undefined`: a direct connection. */
  readonly agentFor: (url: string) => Agent | undefined;
  /**
   * Resolves when it may connect there, or when `signal` aborts. Must not reject. `isAgain` tells
   * whether it has failed repeatedly, until somebody changes something.
   */
  readonly turnFor: (url: string, signal: AbortSignal, isAgain?: () => boolean) => Promise<void>;
  /** Takes a seat where the platform has few. Must not reject. @defaultValue there always is one */
  readonly seatFor: TakeSeat;
}

/**
 * Fills in the defaults.
 *
 * @throws {RangeError} when a limit is no positive number.
 */
export function withDefaults(options: Partial<ConnectionOptions>): ConnectionOptions {
  const complete = { ...CONNECTION_DEFAULTS, ...options };
  for (const [name, value] of Object.entries(complete)) {
    if (typeof value !== 'function' && !(value > 0)) {
      throw new RangeError(`${name} of a connection must be a positive number`);
    }
  }
  return complete;
}

/** The defaults of {@link ConnectionOptions}. */
export const CONNECTION_DEFAULTS: ConnectionOptions = {
  backoffFirstMs: 500,
  backoffLongestMs: 30_000,
  backoffRefusedLongestMs: 300_000,
  backoffFloorMs: 100,
  refusedDelayMs: 300_000,
  retryAfterMaxMs: 300_000,
  stableMs: 5_000,
  connectTimeoutMs: 10_000,
  handshakeTimeoutMs: 15_000,
  silenceMs: 90_000,
  answerMs: 2_000,
  // A collector that lost its lease must hold no socket after one second.
  closeTimeoutMs: 900,
  stopTimeoutMs: 5_000,
  frameBytesMax: 1024 ** 2,
  frameBytesHardMax: 16 * 1024 ** 2,
  sendBufferBytesMax: 1024 ** 2,
  now: () => performance.now(),
  wallClock: () => Date.now(),
  random: () => Math.random(),
  agentFor: () => undefined,
  turnFor: async () => undefined,
  seatFor: async () => ({ giveBack: () => undefined }),
};
