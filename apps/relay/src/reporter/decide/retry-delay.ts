import { backoffMs } from '#timing';
import { REPORTER_TIMES, type ReporterTimes } from '../reporter-times.js';

/**
 * How long to wait after this many failures in a row, in ms (1 is the first): exponential with full
 * jitter, so that reporters do not come back together; never less than MetaStudio asked for
 * (`Retry-After`), nor than a tenth of the longest first delay.
 *
 * @param random between 0 and 1.
 */
export function retryDelayMs(
  failures: number,
  random: number,
  retryAfterMs = 0,
  times: Pick<ReporterTimes, 'retryFirstMs' | 'retryLongestMs'> = REPORTER_TIMES,
): number {
  const { retryFirstMs: firstMs, retryLongestMs: longestMs } = times;
  const backoff = backoffMs(failures, { firstMs, longestMs }, random);
  return Math.ceil(Math.max(retryAfterMs, backoff));
}
