/**
 * How long to wait between attempts, in ms. All waits of this file are whole numbers, since some are stored in
 * Redis beside its own times.
 */
export interface Backoff {
  /** The longest first wait; it doubles with each failure. */
  readonly firstMs: number;
  /** No wait is longer. */
  readonly longestMs: number;
  /** No wait is shorter, so that no retry is immediate. @defaultValue a tenth of `firstMs` */
  readonly leastMs?: number;
}

/**
 * How long to wait after this many failures in a row (1 is the first): exponential, with full
 * jitter, so that clients that lost one server together do not come back together.
 * @param random between 0 and 1.
 */
export function backoffMs(
  failures: number,
  { firstMs, longestMs, leastMs = firstMs / 10 }: Backoff,
  random = Math.random(),
): number {
  return Math.ceil(Math.max(leastMs, random * doubledMs(failures, { firstMs, longestMs })));
}

/**
 * How long to leave alone, after this many failures in a row, who must not be asked often: as long as
 * {@link backoffMs} waits at most, less up to a fifth.
 * @param random between 0 and 1.
 */
export function patientBackoffMs(
  failures: number,
  backoff: Pick<Backoff, 'firstMs' | 'longestMs'>,
  random = Math.random(),
): number {
  return shortOfMs(doubledMs(failures, backoff), random);
}

/**
 * About `ms`: between half of it and one and a half, so that those who wait for the same thing do
 * not all come back at the same moment.
 * @param random between 0 and 1.
 */
export function aboutMs(ms: number, random = Math.random()): number {
  return Math.round(ms * (0.5 + random));
}

/**
 * At most `ms`, and at least four fifths of it: for a wait with a bound that others count on.
 * @param random between 0 and 1.
 */
export function shortOfMs(ms: number, random = Math.random()): number {
  return Math.floor(ms * (1 - random / 5));
}

function doubledMs(
  failures: number,
  { firstMs, longestMs }: Pick<Backoff, 'firstMs' | 'longestMs'>,
): number {
  const doublings = Math.min(Math.max(failures, 1) - 1, 30);
  return Math.min(longestMs, firstMs * 2 ** doublings);
}
