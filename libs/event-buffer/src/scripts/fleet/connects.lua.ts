import { defineScript } from '../define-script.js';

/**
 * Takes a turn to connect. A platform allows only so many connections within a period; all processes share
 * these turns, by Redis's clock.
 *
 * KEYS   connects
 * ARGV   1 id: the id of the turn   2 max: the number of turns within a period   3 periodMs: the platform's period
 *        4 standsMs: how long it may take until the platform has counted the connection
 *
 * The key is a sorted set of turns. A turn's score is the time from which it no longer counts: a period after
 * it ended, or a period after standsMs.
 *
 * Returns 0 where the turn is taken, else in how many ms to ask again.
 */
const TAKE_LUA = `
local max, period, stands = tonumber(ARGV[2]), tonumber(ARGV[3]), tonumber(ARGV[4])
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
-- First a write that takes no memory: see when-full.lua.ts.
redis.call('ZREMRANGEBYSCORE', KEYS[1], '-inf', string.format('%.0f', now))
-- These scores are too far ahead: Redis's clock was ahead when these turns were taken.
redis.call('ZREMRANGEBYSCORE', KEYS[1], string.format('(%.0f', now + 60000 + 2 * period), '+inf')
if redis.call('ZCARD', KEYS[1]) >= max then
  local first = redis.call('ZRANGE', KEYS[1], 0, 0, 'WITHSCORES')
  -- Asks again soon, since most turns end long before their score says so.
  return math.max(1, math.min(tonumber(first[2]) - now, math.ceil(period / 20)))
end
redis.call('ZADD', KEYS[1], string.format('%.0f', now + stands + period), ARGV[1])
redis.call('PEXPIRE', KEYS[1], 60000 + 2 * period)
return 0
`;

/**
 * Ends a turn, once the platform has counted the connection or never will: the turn is free a period later.
 * A turn that was used while Redis was away is added, so that it counts, too.
 *
 * KEYS   connects
 * ARGV   1 id: the id of the turn   2 periodMs: the platform's period
 */
const END_LUA = `
local period = tonumber(ARGV[2])
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
redis.call('ZADD', KEYS[1], string.format('%.0f', now + period), ARGV[1])
redis.call('PEXPIRE', KEYS[1], 60000 + 2 * period)
return 1
`;

export interface TakeConnectCall {
  readonly connects: string;
  readonly id: string;
  readonly max: number;
  readonly periodMs: number;
  readonly standsMs: number;
}

export const takeConnect = defineScript<TakeConnectCall, number>({
  keys: ['connects'],
  args: ['id', 'max', 'periodMs', 'standsMs'],
  lua: TAKE_LUA,
});

export const endConnect = defineScript<
  Pick<TakeConnectCall, 'connects' | 'id' | 'periodMs'>,
  number
>({
  keys: ['connects'],
  args: ['id', 'periodMs'],
  lua: END_LUA,
});
