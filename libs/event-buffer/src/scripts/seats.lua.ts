import { defineScript } from './define-script.js';

/**
 * Takes one of the few places that a platform has for an account, or keeps it, by Redis's clock.
 *
 * KEYS   seats
 * ARGV   1 holder: who asks              2 max: how many there are
 *        3 livesMs: so long it is held   4 isKept: 1 where it is connected already
 *
 * The key is a sorted set of the holders, by when their places end.
 *
 * Returns 1 where the place is the holder's until then, 0 where others have all of them. What is connected
 * keeps its place, whatever Redis has lost of it.
 */
const HOLD_LUA = `
local lives = tonumber(ARGV[3])
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
-- First a write that takes no memory: see when-full.lua.ts.
redis.call('ZREMRANGEBYSCORE', KEYS[1], '-inf', string.format('%.0f', now))
-- Redis's clock was ahead when these were held.
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
