/** Node fires a timer at once when its delay is longer than this. */
const TIMER_MAX_MS = 2 ** 31 - 1;

/** A delay that a timer accepts: at least `leastMs`, even if `ms` is no number. */
export function timerMs(ms: number, leastMs: number): number {
  return ms >= leastMs ? Math.min(ms, TIMER_MAX_MS) : leastMs;
}
