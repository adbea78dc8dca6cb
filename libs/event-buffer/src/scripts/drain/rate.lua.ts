import { defineScript } from '../define-script.js';

/**
 * Takes a token of a project's report limit, by Redis's clock.
 *
 * KEYS   rate
 * ARGV   1 tokens: the number of tokens   2 periodMs: after how many ms a taken token is free again
 *
 * The key is a list of the times at which taken tokens are free again, the latest first.
 *
 * Returns in how many ms the caller may send; 0: now. The token is reserved for the caller, so waiting
 * callers are served in the order in which they asked. In any periodMs, no more sends are granted than
 * there are tokens.
 */
const TAKE_LUA = `
local tokens, period = tonumber(ARGV[1]), tonumber(ARGV[2])
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
-- First a write that takes no memory: see when-full.lua.ts.
redis.call('LTRIM', KEYS[1], 0, tokens - 1)
local at = math.max(now, tonumber(redis.call('LINDEX', KEYS[1], tokens - 1) or 0))
-- Nobody waits this long: Redis's clock was ahead when these tokens were taken.
if at > now + 60000 + 10 * period then
  redis.call('DEL', KEYS[1])
  at = now
end
redis.call('LPUSH', KEYS[1], string.format('%.0f', at + period))
redis.call('PEXPIRE', KEYS[1], at - now + period + 1000)
return at - now
`;

/** What is added to the bid of a process that has an overdue report: earlier versions take it for a low one. */
const OVERDUE = 4e14;
/** A limit is kept as one number: its tokens by this, and its period in ms, which is less. */
const PERIOD_MAX = 1e8;
/** What is added to the time of what is no bid: as a bid it is nowhere near now, whatever a clock shows. */
const FAR_MS = 1e12;
/** So many reports more than are asked for may be in the list, so that it is not cut for each. */
const SPARE_REPORTS = 64;

/**
 * Spends a token: lets a report go, unless the limit was reached within the last period. The second check is
 * needed since a process that paused may use its tokens late, on top of those of others. Of several
 * processes that ask, the one with the most important report goes first; every other turn is for one that is
 * overdue, in whichever process.
 *
 * Processes may have different limits, as while the configuration is changed in one after the other: the highest that
 * a process has asked with in the last period, or a second longer, holds for all. Otherwise those with a lower one
 * would have no turn beside the others.
 *
 * KEYS   spent, bids
 * ARGV   1 tokens: the number of tokens   2 periodMs: within how many ms this many may be spent
 *        3 process: the process that asks
 *        4 bid: the rank of its report: a lower one is more important; 0: it gives way to none
 *        5 deferMs: for how long a free token waits for a process with a more important report
 *        6 hasBid: 1 if a bid of the process may be stored, which is removed when it sends
 *        7 overdue: 1 if the process has a report that is overdue
 *
 * The list spent holds the times of the last reports, the latest first. The hash bids holds the last bid of
 * each waiting process and its time, in the field + whether the last turn was for an overdue report, and in the field =
 * the limit that holds for all. To earlier versions both are bids of processes that are long gone.
 *
 * Returns 0 if the process may send now, -1 if it may send what is overdue; else in how many ms to ask again, with the
 * same token.
 */
const SPEND_LUA = `
local tokens, period, bid = tonumber(ARGV[1]), tonumber(ARGV[2]), tonumber(ARGV[4])
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
-- First a write that takes no memory: see when-full.lua.ts.
local isKept = redis.call('PEXPIRE', KEYS[1], period + 1000) == 1
local known = redis.call('HMGET', KEYS[2], '+', '=')

local isTold = false
local limit, toldAt = string.match(known[2] or '', '^(%d+):(%d+)$')
if limit then
  local heldTokens, heldPeriod = math.floor(limit / ${PERIOD_MAX}), limit % ${PERIOD_MAX}
  local age = math.abs(now + ${FAR_MS} - toldAt)
  local more = heldTokens * period - tokens * heldPeriod
  isTold = age <= (more > 0 and heldPeriod + 1000 or period / 2) and more >= 0
  if isTold then tokens, period = heldTokens, heldPeriod end
end
if not isTold then
  local told = string.format('%.0f:%.0f', tokens * ${PERIOD_MAX} + period, now + ${FAR_MS})
  redis.call('HSET', KEYS[2], '=', told)
  redis.call('PEXPIRE', KEYS[2], period + 1000)
end

local wait = tonumber(redis.call('LINDEX', KEYS[1], tokens - 1) or 0) + period - now
local isOverdue = ARGV[7] == '1'
if wait > 0 and wait <= period then
  if bid > 0 then
    local kept = isOverdue and bid + ${OVERDUE} or bid
    redis.call('HSET', KEYS[2], ARGV[3], string.format('%.0f:%.0f', kept, now))
    redis.call('PEXPIRE', KEYS[2], period + 1000)
  end
  return wait
end
local wasOverdue = known[1] ~= false
isOverdue = isOverdue and not wasOverdue
if isOverdue then bid = 1 end
if bid > 0 and wait <= 0 and -wait < tonumber(ARGV[5]) then
  local bids = redis.call('HGETALL', KEYS[2])
  for i = 1, #bids, 2 do
    local other, at = string.match(bids[i + 1], '^(%d+):(%d+)$')
    other = tonumber(other)
    if other >= ${OVERDUE} then other = wasOverdue and other - ${OVERDUE} or 1 end
    -- A waiting process repeats its bid once a period: an older bid is of a process that no longer waits.
    local isThere = math.abs(now - tonumber(at)) <= period + 50
    if bids[i] ~= ARGV[3] and isThere and other < bid then return 5 end
  end
end
if ARGV[6] == '1' then redis.call('HDEL', KEYS[2], ARGV[3]) end
if isOverdue then
  -- As a bid it would be one of no process, and long gone.
  redis.call('HSET', KEYS[2], '+', '${OVERDUE}:0')
  redis.call('PEXPIRE', KEYS[2], period + 1000)
elseif wasOverdue then
  redis.call('HDEL', KEYS[2], '+')
end
local reports = redis.call('LPUSH', KEYS[1], string.format('%.0f', now))
if not isKept then redis.call('PEXPIRE', KEYS[1], period + 1000) end
if reports > tokens + ${SPARE_REPORTS} then
  -- What a limit that was higher until now has let go counts for as long.
  local beyond = tonumber(redis.call('LINDEX', KEYS[1], tokens) or 0)
  if math.abs(now - beyond) > period then redis.call('LTRIM', KEYS[1], 0, tokens - 1) end
end
return isOverdue and -1 or 0
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
  readonly overdue: 0 | 1;
}

export const spendToken = defineScript<SpendTokenCall, number>({
  keys: ['spent', 'bids'],
  args: ['tokens', 'periodMs', 'process', 'bid', 'deferMs', 'hasBid', 'overdue'],
  lua: SPEND_LUA,
});
