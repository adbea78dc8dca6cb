import type { IncomingHttpHeaders } from 'node:http';
import type { Frame, HearingTerms } from '#source';

/** How a body may be compressed. */
export type ContentEncoding = 'gzip' | 'deflate' | 'br';

/** Why a push cannot be trusted. */
export type SignatureProblem = 'no-signature' | 'bad-signature' | 'stale-timestamp';

/**
 * Checks who sent a push. Compares in constant time, and refuses anything that was signed too long
 * ago: see {@link REPLAY_WINDOW_MS}. Payments that arrive late are not lost: they are `late-money`
 * for {@link LATE_MONEY_MS}, and taken once.
 * @param body as it came, before it is decompressed.
 * @param now in ms since 1970.
 */
export type PushVerifier = (
  headers: IncomingHttpHeaders,
  body: Buffer,
  now: number,
) => SignatureProblem | 'late-money' | undefined;

/**
 * How to receive from a source type that is pushed to us. Its options extend {@link PushedOptions}.
 * Pure: the endpoint does the rest.
 */
export interface Inbound<Options extends object = object> {
  /** Whether it may be sent to `POST /ingest/<bridge>`. */
  readonly http: boolean;
  /** Whether it may be sent over a WebSocket on `/ingest/<bridge>`. */
  readonly webSocket: boolean;
  /** How a body may be compressed; anything else is answered with 415. */
  readonly encodings: readonly ContentEncoding[];
  /**
   * Whether a body may be a form, which `frameOf` reads. Senders of forms accept only a 200, and
   * repeat the push after anything else. @defaultValue false
   */
  readonly forms?: boolean;
  /**
   * Whether the sender can correct what it sends: then a bad element is answered with 400 and
   * named. A platform would only send it again, or give up on us, so it always gets a 2xx.
   */
  readonly namesProblems: boolean;
  /** The status of success. */
  readonly okStatus: 200 | 202;
  /** What the platform expects in a successful answer, beside our counts. */
  readonly okBody?: { readonly result: number };
  /** What the source should hear, if more is known than that pushes must be understood. */
  readonly hearing?: HearingTerms;
  /** Present if pushes are signed; a token is then required only if the bridge has one. */
  verifier?(options: Options): PushVerifier;
  /**
   * The signature of a push that contains a payment, the same however it is written; `undefined` if
   * it contains none.
   */
  moneySignature?(headers: IncomingHttpHeaders): string | undefined;
  /** Makes the decoder's frame from an HTTP request. Absent: the frame is the body. */
  frameOf?(headers: IncomingHttpHeaders, body: Buffer): Frame;
  /**
   * Makes the decoder's frame from a push recorded elsewhere: `{"headers": …, "body": …}`, or a
   * body. Absent: the recording is the frame.
   */
  readonly recordedFrame?: (recorded: Frame) => Frame;
  /** Whether an unknown kind of element is a mistake of its author. */
  unknownKindIsProblem?(options: Options): boolean;
}

/**
 * How far the time of a signature may be from ours, in either direction. Not longer than the buffer
 * remembers message ids, so that a replayed push is either refused or a duplicate.
 */
export const REPLAY_WINDOW_MS = 5 * 60_000;

/**
 * For how long after signing a payment is taken. The signatures of taken payments are remembered
 * for longer, so that none is taken twice.
 */
export const LATE_MONEY_MS = 24 * 3_600_000;

/** How many requests of a bridge one process takes a second by default. */
export const REQUESTS_PER_SECOND_DEFAULT = 1000;
