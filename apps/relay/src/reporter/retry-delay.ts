/** The longest pause between two attempts, unless MetaStudio asks for a longer one. */
export const RETRY_DELAY_MAX_MS = 30_000;
const RETRY_DELAY_FIRST_MS = 500;

/**
 * How long to wait after so many failures in a row (1 is the first): exponential with full
 * jitter, so that many reporters do not come back together; never less than MetaStudio asked for.
 *
 * @param random between 0 and 1.
 */
export function retryDelayMs(failures: number, random: number, retryAfterMs = 0): number {
  const ceiling = Math.min(RETRY_DELAY_MAX_MS, RETRY_DELAY_FIRST_MS * 2 ** Math.min(failures, 16));
  // Full jitter may come out as nothing; a failing server still deserves a breath.
  const jittered = Math.max(RETRY_DELAY_FIRST_MS / 5, Math.floor(random * ceiling));
  return Math.max(retryAfterMs, jittered);
}
