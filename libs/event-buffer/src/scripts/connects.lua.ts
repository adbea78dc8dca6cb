import { defineScript } from './define-script.js';

/**
 * Takes one of the turns that a platform has within a period for connections, by Redis's clock.
 *
 * KEYS   connects
 * ARGV   1 id: of this turn     2 max: how many there are   3 periodMs: the platform's period
 *        4 standsMs: how long it may take until the platform has counted the connection
 *
 * The key is a sorted set of turns, by when the platform has forgotten them: a period after their end, or
 * after the longest time that they may take.
 *
 * Returns 0 where the turn is taken, else in how many ms to ask again.
 */
const TAKE_LUA = `
local max, period, stands = tonumber(ARGV[2]), tonumber(ARGV[3]), tonumber(ARGV[4])
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
-- First a write that takes no memory: see when-full.lua.ts.
redis.call('ZREMRANGEBYSCORE', KEYS[1], '-inf', string.format('%.0f', now))
-- Redis's clock was ahead when these were taken.
redis.call('ZREMRANGEBYSCORE', KEYS[1], string.format('(%.0f', now + 60000 + 2 * period), '+inf')
if redis.call('ZCARD', KEYS[1]) >= max then
  local first = redis.call('ZRANGE', KEYS[1], 0, 0, 'WITHSCORES')
  -- Most end long before they must.
  return math.max(1, math.min(tonumber(first[2]) - now, math.ceil(period / 20)))
end
redis.call('ZADD', KEYS[1], string.format('%.0f', now + stands + period), ARGV[1])
redis.call('PEXPIRE', KEYS[1], 60000 + 2 * period)
return 0
`;

/**
 * The platform has counted a connection, or never will: its turn is another's a period later. One of which Redis
 * does not know, since it was away, counts as well.
 *
 * KEYS   connects
 * ARGV   1 id: of the turn      2 periodMs: the platform's period
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
