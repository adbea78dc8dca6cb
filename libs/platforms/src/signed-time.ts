import { eventTime } from '#source';
import { REPLAY_WINDOW_MS } from './inbound.js';

/**
 * Whether a signature was made so long ago, or is so far ahead of our clock, that it may be one
 * that somebody recorded. A time that cannot be read is no time.
 */
export function isStale(timestamp: string, now: number): boolean {
  const signedAt = eventTime(timestamp);
  return signedAt === undefined || Math.abs(now - signedAt) > REPLAY_WINDOW_MS;
}
