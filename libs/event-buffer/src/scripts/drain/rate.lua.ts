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
local at = math.max(now, tonumber(redis.call('LINDEX', KEYS[1], tokens - 1)) or 0)
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
/** A limit is kept as one number: its tokens by this, and its period in ms; one with a longer period is not kept. */
const PERIOD_MAX = 1e8;
/** What is added to the time of what is no bid: as a bid it is nowhere near now, whatever a clock shows. */
const FAR_MS = 1e12;
/** No turn is given further ahead: a time that lies beyond is of a clock that was set back. */
const AHEAD_MS_MAX = 5000;
/** A turn comes at once where it is no later than that, in ms: turns of processes that are further away lie ahead. */
const AT_ONCE_MS = 250;
/** So many reports more than are asked for may be in the list, so that it is not cut for each. */
const SPARE_REPORTS = 64;

/**
 * Gives turns: moments at which a report may go, at most so many in any period. The turns that {@link TAKE_LUA} gave
 * are spent here, too, since a process that paused may use them late, on top of those of others. Of several
 * processes that ask, the one with the most important report goes first; every other turn is for one that is
 * overdue, in whichever process.
 *
 * A process that Redis is far from asks before a moment is free, and for several; their moments are then ahead.
 * No turn is before one that was given, so the list of moments is in order, and turns of processes near and far keep
 * the limit together. While one is far, all may ask as early as it does: a moment that it left to a process which asks
 * only when the moment is free would be over for itself, and all that follow as late.
 *
 * Processes may have different limits, as while the configuration is changed in one after the other: the highest that
 * a process has asked with in the last period, or a second longer, holds for all. Otherwise those with a lower one
 * would have no turn beside the others.
 *
 * KEYS   spent, bids
 * ARGV   1 tokens: the number of tokens   2 periodMs: within how many ms this many may be spent
 *        3 process: the process that asks
 *        4 ranks: the bids of the reports that want turns, a,b,…: a lower one matters more; 0: it gives way to none
 *        5 deferMs: for how long a free token waits for a process with a more important report
 *        6 hasBid: 1 if a bid of the process may be stored, which is removed when it has all its turns
 *        7 overdue: how many of its reports are overdue
 *        8 leadMs: after how many ms a turn can be used at the earliest
 *        9 aheadMs: how many ms before it is free a moment may be given; -1: only one that comes at once
 *
 * The list spent holds the moments of the last reports, the latest first. The hash bids holds the last bid of
 * each waiting process and its time, in the field + whether the last turn was for an overdue report, in the field =
 * the limit that holds for all, in the field > the last moment that was given, where that was ahead, and in the field <
 * how early the process asks that Redis is furthest from. To earlier versions all are bids of processes that are long
 * gone.
 *
 * Returns in how many ms to ask for what has no turn yet (0: all have one), then how many processes wait for turns,
 * Redis's time, and of each turn in how many ms it comes; where it is for what is overdue, -1 less that.
 */
const SPEND_LUA = `
local tokens, period = tonumber(ARGV[1]), tonumber(ARGV[2])
local deferMs, overdue = tonumber(ARGV[5]), tonumber(ARGV[7])
local leadMs, aheadMs = tonumber(ARGV[8]), tonumber(ARGV[9])
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
-- First a write that takes no memory: see when-full.lua.ts.
local isKept = redis.call('PEXPIRE', KEYS[1], period + 1000 + ${AHEAD_MS_MAX}) == 1
local known = redis.call('HMGET', KEYS[2], '+', '=', '>', '<')

local isTold = false
local limit, toldAt = string.match(known[2] or '', '^(%d+):(%d+)$')
if limit then
  local heldTokens, heldPeriod = math.floor(limit / ${PERIOD_MAX}), limit % ${PERIOD_MAX}
  local age = math.abs(now + ${FAR_MS} - toldAt)
  local more = heldTokens * period - tokens * heldPeriod
  isTold = age <= (more > 0 and heldPeriod + 1000 or period / 2) and more >= 0
  if isTold then tokens, period = heldTokens, heldPeriod end
end

local function tell(field, number, at)
  redis.call('HSET', KEYS[2], field, string.format('%.0f:%.0f', number, at))
  redis.call('PEXPIRE', KEYS[2], period + 1000 + ${AHEAD_MS_MAX})
end
if not isTold and period < ${PERIOD_MAX} then
  tell('=', tokens * ${PERIOD_MAX} + period, now + ${FAR_MS})
end

local furthest, furthestAt = string.match(known[4] or '', '^(%d+):(%d+)$')
local furthestAge = math.abs(now + ${FAR_MS} - (furthestAt or 0))
furthest = furthestAge <= period + 1000 and math.min(tonumber(furthest), ${AHEAD_MS_MAX}) or 0
if aheadMs > 0 and (aheadMs > furthest or aheadMs == furthest and furthestAge > period / 2) then
  tell('<', aheadMs, now + ${FAR_MS})
end
if aheadMs >= 0 then aheadMs = math.max(aheadMs, furthest) end

-- The lowest bids of other processes: of all, and of those that have nothing overdue; whether one has.
local others
local function ofOthers()
  local lowest, onTime, isLate = math.huge, math.huge, false
  local bids = redis.call('HGETALL', KEYS[2])
  for i = 1, #bids, 2 do
    local other, at = string.match(bids[i + 1], '^(%d+):(%d+)$')
    other = tonumber(other)
    -- A waiting process repeats its bid once a period: an older bid is of a process that no longer waits.
    local isOld = not at or math.abs(now - tonumber(at)) > period + 50
    -- That of one which has ended would stay for as long as others wait.
    if isOld and #bids[i] > 1 then redis.call('HDEL', KEYS[2], bids[i]) end
    if bids[i] ~= ARGV[3] and not isOld then
      if other >= ${OVERDUE} then
        isLate, other = true, other - ${OVERDUE}
      else
        onTime = math.min(onTime, other)
      end
      lowest = math.min(lowest, other)
    end
  end
  return { lowest = lowest, onTime = isLate and 1 or onTime }
end

local front = tonumber(string.match(known[3] or '', ':(%d+)$') or 0) - ${FAR_MS}
if front > now + ${AHEAD_MS_MAX} then front = -${FAR_MS} end
local before, reports, turns = known[1] ~= false, 0, { 0, 0, now }
local wasOverdue, isKeptBid = before, false
local bids, first = {}, 1
for text in string.gmatch(ARGV[4], '%d+') do bids[#bids + 1] = tonumber(text) end
for _ = 1, #bids do
  local bid = bids[first]
  local function keepBid()
    if bid == 0 then return end
    isKeptBid = true
    tell(ARGV[3], overdue > 0 and bid + ${OVERDUE} or bid, now)
  end
  local last = tonumber(redis.call('LINDEX', KEYS[1], tokens - 1))
  local free = last and last + period or -${FAR_MS}
  if free > now + period + ${AHEAD_MS_MAX} then free = -${FAR_MS} end
  local wait = free - math.max(now + aheadMs, front)
  if aheadMs < 0 then wait = math.max(free, front - ${AT_ONCE_MS}) - now - leadMs end
  if wait > 0 then
    keepBid()
    turns[1] = wait
    break
  end
  local isOverdue = overdue > 0 and not wasOverdue
  if bid > 0 and now - free < deferMs then
    others = others or ofOthers()
    if (wasOverdue and others.lowest or others.onTime) < (isOverdue and 1 or bid) then
      -- Who asks when a moment is free has a bid there.
      if aheadMs > 0 or #turns > 3 then keepBid() end
      -- The more time there is, the later it asks again.
      turns[1] = math.max(5, math.floor((free - now) / 8))
      break
    end
  end
  front = math.max(now + leadMs, front, free)
  reports = redis.call('LPUSH', KEYS[1], string.format('%.0f', front))
  turns[#turns + 1] = isOverdue and now - front - 1 or front - now
  if isOverdue then overdue = overdue - 1 else first = first + 1 end
  wasOverdue = isOverdue
end
-- Only who waits needs to know: at a limit that is not reached it would be a command more for each report.
if turns[1] > 0 then
  turns[2] = redis.call('HLEN', KEYS[2]) + 1
  for _, field in ipairs(redis.call('HMGET', KEYS[2], '+', '=', '>', '<', ARGV[3])) do
    if field then turns[2] = turns[2] - 1 end
  end
end
if reports == 0 then return turns end

if ARGV[6] == '1' and not isKeptBid and turns[1] == 0 then redis.call('HDEL', KEYS[2], ARGV[3]) end
-- As bids they would be those of no process, and long gone.
if front > now then tell('>', ${OVERDUE}, front + ${FAR_MS}) end
if wasOverdue and not before then tell('+', ${OVERDUE}, 0) end
if before and not wasOverdue then redis.call('HDEL', KEYS[2], '+') end
if not isKept then redis.call('PEXPIRE', KEYS[1], period + 1000 + ${AHEAD_MS_MAX}) end
-- All that is cut off lies at least a period before this moment, and none that follows is earlier.
if reports > tokens + ${SPARE_REPORTS} then redis.call('LTRIM', KEYS[1], 0, tokens - 1) end
return turns
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
  readonly ranks: string;
  readonly deferMs: number;
  readonly hasBid: 0 | 1;
  readonly overdue: number;
  readonly leadMs: number;
  readonly aheadMs: number;
}

export const spendToken = defineScript<SpendTokenCall, number[]>({
  keys: ['spent', 'bids'],
  args: [
    'tokens',
    'periodMs',
    'process',
    'ranks',
    'deferMs',
    'hasBid',
    'overdue',
    'leadMs',
    'aheadMs',
  ],
  lua: SPEND_LUA,
});
