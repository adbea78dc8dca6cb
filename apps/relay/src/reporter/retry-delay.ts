import { REPORTER_TIMES, type ReporterTimes } from './reporter-times.js';

/**
 * How long to wait after so many failures in a row (1 is the first): exponential with full
 * jitter, so that many reporters do not come back together; never less than MetaStudio asked for,
 * nor than a tenth of the first ceiling.
 *
 * @param random between 0 and 1.
 */
export function retryDelayMs(
  failures: number,
  random: number,
  retryAfterMs = 0,
  times: Pick<ReporterTimes, 'retryFirstMs' | 'retryLongestMs'> = REPORTER_TIMES,
): number {
  const { retryFirstMs, retryLongestMs } = times;
  const doublings = Math.min(Math.max(failures, 1) - 1, 16);
  const ceiling = Math.min(retryLongestMs, retryFirstMs * 2 ** doublings);
  // Full jitter may come out as nothing; a failing server still deserves a breath.
  const jittered = Math.max(retryFirstMs / 10, random * ceiling);
  return Math.ceil(Math.max(retryAfterMs, jittered));
}
