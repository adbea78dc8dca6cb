import { eventTime } from '#source';
import { LATE_MONEY_MS, REPLAY_WINDOW_MS } from './inbound.js';

/**
 * Whether a signature was made so long ago, or is so far ahead of our clock, that it may be one
 * that somebody recorded. A time that cannot be read is no time.
 *
 * @param isMoney what was paid may be late: its taker sees that it is taken once.
 */
export function staleness(
  timestamp: string,
  now: number,
  isMoney: boolean,
): 'stale-timestamp' | 'late-money' | undefined {
  const signedAt = eventTime(timestamp);
  if (signedAt === undefined) return 'stale-timestamp';
  const age = now - signedAt;
  if (Math.abs(age) <= REPLAY_WINDOW_MS) return undefined;
  return isMoney && age > 0 && age <= LATE_MONEY_MS ? 'late-money' : 'stale-timestamp';
}
