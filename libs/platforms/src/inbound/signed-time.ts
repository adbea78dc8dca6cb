import { eventTime } from '#source';
import { LATE_MONEY_MS, REPLAY_WINDOW_MS } from './inbound.js';

/**
 * Whether a signature's time is so far from our clock that the push may be a replay. An unreadable
 * time counts as none.
 * @param isMoney payments may be late: the caller ensures that each is taken once.
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
