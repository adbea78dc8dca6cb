import { defineScript } from './define-script.js';

/**
 * Takes a token of a project's report limit, by Redis's clock.
 *
 * KEYS   rate
 * ARGV   1 tokens: how many there are   2 periodMs: after how many ms one that was taken comes back
 *
 * The key is a list of the times at which the project's tokens come back, the latest first.
 *
 * Returns in how many ms the caller may send: 0 is now. The token is the caller's from then on,
 * so waiting callers are served in the order in which they asked. No span of that length ever
 * sees more moments granted than there are tokens.
 */
const TAKE_LUA = `
local tokens, period = tonumber(ARGV[1]), tonumber(ARGV[2])
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
-- First a write that takes no memory: see when-full.lua.ts.
redis.call('LTRIM', KEYS[1], 0, tokens - 1)
local at = math.max(now, tonumber(redis.call('LINDEX', KEYS[1], tokens - 1) or 0))
-- No line is so long: Redis's clock was ahead when these were granted.
if at > now + 60000 + 10 * period then
  redis.call('DEL', KEYS[1])
  at = now
end
redis.call('LPUSH', KEYS[1], string.format('%.0f', at + period))
redis.call('PEXPIRE', KEYS[1], at - now + period + 1000)
return at - now
`;

/**
 * Lets the holder of a token send, unless so many were sent within the last period already:
 * tokens that are used late, after a pause of whoever held them, must not come on top of others.
 *
 * KEYS   spent
 * ARGV   1 tokens: how many there are   2 periodMs: in how many ms so many may be spent
 *
 * The key is a list of the times of the last reports, the latest first.
 *
 * Returns 0 where it may send, now; else in how many ms to ask again, the token being kept.
 */
const SPEND_LUA = `
local tokens, period = tonumber(ARGV[1]), tonumber(ARGV[2])
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
-- First a write that takes no memory: see when-full.lua.ts.
redis.call('LTRIM', KEYS[1], 0, tokens - 1)
local wait = tonumber(redis.call('LINDEX', KEYS[1], tokens - 1) or 0) + period - now
if wait > 0 and wait <= period then return wait end
redis.call('LPUSH', KEYS[1], string.format('%.0f', now))
redis.call('PEXPIRE', KEYS[1], period + 1000)
return 0
`;

export interface TokenTerms {
  readonly tokens: number;
  readonly periodMs: number;
}

export const takeToken = defineScript<TokenTerms & { readonly rate: string }, number>({
  keys: ['rate'],
  args: ['tokens', 'periodMs'],
  lua: TAKE_LUA,
});

export const spendToken = defineScript<TokenTerms & { readonly spent: string }, number>({
  keys: ['spent'],
  args: ['tokens', 'periodMs'],
  lua: SPEND_LUA,
});
