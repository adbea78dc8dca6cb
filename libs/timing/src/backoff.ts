/** How long to wait from one try to the next, in ms. */
export interface Backoff {
  /** The longest first wait; it doubles with each failure. */
  readonly firstMs: number;
  /** No wait is longer. */
  readonly longestMs: number;
  /** No wait is shorter: what fails deserves a breath. @defaultValue a tenth of `firstMs` */
  readonly leastMs?: number;
}

/**
 * How long to wait after so many failures in a row (1 is the first): exponential, with full jitter,
 * so that those who lost one server together do not come back together.
 *
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
 * About `ms`: from half of it to one and a half, so that those who wait for the same thing do not
 * all come back at the same moment.
 *
 * @param random between 0 and 1.
 */
export function aboutMs(ms: number, random = Math.random()): number {
  return ms * (0.5 + random);
}
