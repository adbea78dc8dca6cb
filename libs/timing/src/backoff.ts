/** How long to wait between attempts, in ms. */
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
  const doublings = Math.min(Math.max(failures, 1) - 1, 30);
  const ceilingMs = Math.min(longestMs, firstMs * 2 ** doublings);
  return Math.max(leastMs, random * ceilingMs);
}

/**
 * About `ms`: between half of it and one and a half, so that those who wait for the same thing do
 * not all come back at the same moment.
 * @param random between 0 and 1.
 */
export function aboutMs(ms: number, random = Math.random()): number {
  return ms * (0.5 + random);
}
