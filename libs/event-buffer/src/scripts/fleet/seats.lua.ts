import { defineScript } from '../define-script.js';

/**
 * Takes or keeps a seat, one of the few connections that a platform gives an account, by Redis's clock.
 *
 * KEYS   seats
 * ARGV   1 holder: the process that asks   2 max: the number of seats
 *        3 livesMs: how long a seat is held   4 isKept: 1 if the holder is connected already
 *
 * The key is a sorted set of the holders, scored by the times at which their seats end.
 *
 * Returns 1 if the holder has a seat, 0 if others have all of them. A connected holder always keeps its seat,
 * even if Redis has lost it.
 */
const HOLD_LUA = `
local lives = tonumber(ARGV[3])
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
-- First a write that takes no memory: see when-full.lua.ts.
redis.call('ZREMRANGEBYSCORE', KEYS[1], '-inf', string.format('%.0f', now))
-- These seats end too late: Redis's clock was ahead when they were taken.
redis.call('ZREMRANGEBYSCORE', KEYS[1], string.format('(%.0f', now + 2 * lives), '+inf')
local isHeld = redis.call('ZSCORE', KEYS[1], ARGV[1])
if not isHeld and ARGV[4] ~= '1' and redis.call('ZCARD', KEYS[1]) >= tonumber(ARGV[2]) then return 0 end
redis.call('ZADD', KEYS[1], string.format('%.0f', now + lives), ARGV[1])
redis.call('PEXPIRE', KEYS[1], 2 * lives)
return 1
`;

export interface HoldSeatCall {
  readonly seats: string;
  readonly holder: string;
  readonly max: number;
  readonly livesMs: number;
  readonly isKept: '0' | '1';
}

export const holdSeat = defineScript<HoldSeatCall, number>({
  keys: ['seats'],
  args: ['holder', 'max', 'livesMs', 'isKept'],
  lua: HOLD_LUA,
});
