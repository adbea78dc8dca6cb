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
-- No queue is this long: Redis's clock was ahead when these were granted.
if at > now + 60000 + 10 * period then
  redis.call('DEL', KEYS[1])
  at = now
end
redis.call('LPUSH', KEYS[1], string.format('%.0f', at + period))
redis.call('PEXPIRE', KEYS[1], at - now + period + 1000)
return at - now
`;

/**
 * Lets a report go, unless so many went within the last period already: tokens that are used late,
 * after a pause of their holder, must not come on top of others. Of several processes that ask,
 * the one goes first whose report matters most.
 *
 * KEYS   spent, bids
 * ARGV   1 tokens: how many there are   2 periodMs: in how many ms so many may be spent
 *        3 process: who asks            4 bid: what its report is worth, less is more; 0: it gives way to none
 *        5 deferMs: so long a moment that is free waits for who has bid more
 *        6 hasBid: 1 where its last bid is still kept
 *
 * Spent is a list of the times of the last reports, the latest first; bids have, for each process, its
 * last bid and when that was said, until it has its turn.
 *
 * Returns 0 where it may send, now; else in how many ms to ask again, the token being kept.
 */
const SPEND_LUA = `
local tokens, period, bid = tonumber(ARGV[1]), tonumber(ARGV[2]), tonumber(ARGV[4])
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
-- First a write that takes no memory: see when-full.lua.ts.
redis.call('LTRIM', KEYS[1], 0, tokens - 1)
local wait = tonumber(redis.call('LINDEX', KEYS[1], tokens - 1) or 0) + period - now
if wait > 0 and wait <= period then
  if bid > 0 then
    redis.call('HSET', KEYS[2], ARGV[3], ARGV[4] .. ':' .. string.format('%.0f', now))
    redis.call('PEXPIRE', KEYS[2], period + 1000)
  end
  return wait
end
if bid > 0 and wait <= 0 and -wait < tonumber(ARGV[5]) then
  local bids = redis.call('HGETALL', KEYS[2])
  for i = 1, #bids, 2 do
    local other, at = string.match(bids[i + 1], '^(%d+):(%d+)$')
    -- A waiting process says so once a period.
    local isThere = math.abs(now - tonumber(at)) <= period + 50
    if bids[i] ~= ARGV[3] and isThere and tonumber(other) < bid then return 5 end
  end
end
if ARGV[6] == '1' then redis.call('HDEL', KEYS[2], ARGV[3]) end
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

export interface SpendTokenCall extends TokenTerms {
  readonly spent: string;
  readonly bids: string;
  readonly process: string;
  readonly bid: number;
  readonly deferMs: number;
  readonly hasBid: 0 | 1;
}

export const spendToken = defineScript<SpendTokenCall, number>({
  keys: ['spent', 'bids'],
  args: ['tokens', 'periodMs', 'process', 'bid', 'deferMs', 'hasBid'],
  lua: SPEND_LUA,
});
