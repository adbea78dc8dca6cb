import type { IncomingHttpHeaders } from 'node:http';
import type { Frame, HearingTerms } from '#source';

/** How a body may be packed. */
export type ContentEncoding = 'gzip' | 'deflate' | 'br';

/** Why a push is not from whom it should be. */
export type SignatureProblem = 'no-signature' | 'bad-signature' | 'stale-timestamp';

/**
 * Checks who sent a push. Compares in constant time, and takes nothing that was signed too long
 * ago: see {@link REPLAY_WINDOW_MS}. What is paid is not lost where it is late: it is `late-money`
 * for {@link LATE_MONEY_MS}, and taken once.
 *
 * @param body as it came, before it is unpacked.
 * @param now in ms since 1970.
 */
export type PushVerifier = (
  headers: IncomingHttpHeaders,
  body: Buffer,
  now: number,
) => SignatureProblem | 'late-money' | undefined;

/**
 * What a source type is that is pushed to us. Its options extend {@link PushedOptions}. Pure: the
 * endpoint does the rest.
 */
export interface Inbound<Options extends object = object> {
  /** Whether `POST /ingest/<bridge>` takes it. */
  readonly http: boolean;
  /** Whether a WebSocket on `/ingest/<bridge>` takes it. */
  readonly webSocket: boolean;
  /** How a body may be packed; anything else is answered with 415. */
  readonly encodings: readonly ContentEncoding[];
  /**
   * Whether a body may be a form, which `frameOf` reads. Senders of forms want a 200 and
   * nothing else, or sends them again. @defaultValue false
   */
  readonly forms?: boolean;
  /**
   * Whether the sender can mend what it sends: then a bad element is answered with 400 and
   * named. A platform would only send it again, or give us up: it always gets a 2xx.
   */
  readonly namesProblems: boolean;
  /** The status of success. */
  readonly okStatus: 200 | 202;
  /** What a platform wants to read in the answer of success, beside our account. */
  readonly okBody?: { readonly result: number };
  /** What it should hear, where more is known than that what is pushed is understood. */
  readonly hearing?: HearingTerms;
  /** Where pushes are signed; a token is not asked for then, unless the bridge has one. */
  verifier?(options: Options): PushVerifier;
  /** The signature of a push that tells of money; `undefined`: it tells of none. */
  moneySignature?(headers: IncomingHttpHeaders): string | undefined;
  /** The frame for the decoder, of what HTTP brought. Absent: the body itself. */
  frameOf?(headers: IncomingHttpHeaders, body: Buffer): Frame;
  /**
   * The frame of what was recorded elsewhere, as it came over HTTP: `{"headers": …, "body": …}`, or
   * a body. Absent: it is the frame.
   */
  readonly recordedFrame?: (recorded: Frame) => Frame;
  /** Whether an element of a kind that is not known is a mistake of its author. */
  unknownKindIsProblem?(options: Options): boolean;
}

/**
 * How far the time of a signature may be from ours, either way. Not longer than the buffer knows
 * message ids, so that what somebody recorded and sends again is either refused or a duplicate.
 */
export const REPLAY_WINDOW_MS = 5 * 60_000;

/**
 * For so long after it was signed, money is taken. The signatures of what was taken are known for
 * longer, so that none is taken twice.
 */
export const LATE_MONEY_MS = 24 * 3_600_000;

/** What one process takes of a bridge in a second, where the bridge does not say otherwise. */
export const REQUESTS_PER_SECOND_DEFAULT = 1000;
