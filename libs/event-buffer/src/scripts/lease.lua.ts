import { defineScript } from './define-script.js';
import { GOES_ON_WHEN_FULL } from './when-full.lua.js';

/** How many leases are passed to Redis in one command. */
const LEASES_A_STEP = 1000;

/**
 * Renews or claims the leases of one collector, all in one step.
 *
 * KEYS   leases
 * ARGV   1 holder: the collector   2 livesMs: how long a lease lives
 *        3 heardAt: when it last had an answer, ms by Redis's clock (0: never)
 *        4 claimsFrom: from when on it may claim what it does not hold, ms by Redis's clock
 *        then pairs: bridge, epoch it holds (0: none; -1: none, and it leaves it to others)
 *
 * A lease is kept as \`<epoch>:<ends at, ms>:<collector>\`, also after it ended: a collector that
 * Redis lost for a while goes on with its epoch as long as nobody else was given a newer one. A
 * new epoch is larger than any before it, even where Redis lost its last seconds: it is not less
 * than the time in ms, and larger than the one that the collector names.
 *
 * When Redis was away, leases have ended whose holders are still there: a collector that was
 * without an answer for half a lease's life renews, and claims nothing yet. That also holds for
 * what it asked before and Redis reads only now.
 *
 * Returns for each bridge the epoch that this collector holds, or 0 where it does not hold it, or
 * \`free\` where nobody does and it leaves it to others; then the time, and when the first lease of
 * another ends, 0 where there is none. An epoch is negative where another collector held the
 * bridge since the one that this collector names, and gave it back or died: what it holds of it is
 * old.
 */
const RENEW_LUA = `
${GOES_ON_WHEN_FULL}
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local lives = tonumber(ARGV[2])
local holder, ends = ARGV[1], string.format('%.0f', now + lives)
local heard, claimsFrom = tonumber(ARGV[3]), tonumber(ARGV[4])
-- No claim is delayed for longer than a lease lives: a longer delay dates from when the clock was
-- ahead.
local mayClaim = now >= claimsFrom or claimsFrom > now + lives
local claims = mayClaim and (heard == 0 or now - heard <= lives / 2)
local answer, soonest = {}, 0
-- Lua unpacks no more than some thousands at a time.
for from = 5, #ARGV, 2 * ${LEASES_A_STEP} do
  local to = math.min(from + 2 * ${LEASES_A_STEP} - 1, #ARGV)
  local names, renewed = {}, {}
  for i = from, to, 2 do names[#names + 1] = ARGV[i] end
  local leases = redis.call('HMGET', KEYS[1], unpack(names))
  for n, bridge in ipairs(names) do
    local held = tonumber(ARGV[from + 2 * n - 1])
    local epoch, endsAt, by = 0, 0, nil
    if leases[n] then
      local e, a, b = string.match(leases[n], '^(%d+):(%d+):(.*)$')
      epoch, endsAt, by = tonumber(e), tonumber(a), b
      -- Neither is a lease: it ends as if it had just been renewed.
      if by ~= holder and endsAt > now + lives then
        redis.call('HSET', KEYS[1], bridge, e .. ':' .. ends .. ':' .. b)
        endsAt = now + lives
      end
    end
    if by ~= holder and endsAt > now and (soonest == 0 or endsAt < soonest) then soonest = endsAt end
    if by ~= holder and endsAt <= now and held < 0 then
      answer[#answer + 1] = claims and 'free' or '0'
    elseif by ~= holder and (endsAt > now or not (claims or held > 0)) then
      answer[#answer + 1] = '0'
    else
      local between = held > 0 and epoch > held
      if by ~= holder or held <= 0 then epoch = math.max(epoch + 1, held + 1, now) end
      local number = string.format('%.0f', epoch)
      renewed[#renewed + 1] = bridge
      renewed[#renewed + 1] = number .. ':' .. ends .. ':' .. holder
      answer[#answer + 1] = between and '-' .. number or number
    end
  end
  if #renewed > 0 then redis.call('HSET', KEYS[1], unpack(renewed)) end
end
answer[#answer + 1] = string.format('%.0f', now)
answer[#answer + 1] = string.format('%.0f', soonest)
return answer
`;

/**
 * Gives leases back, so that another collector need not wait for their end.
 *
 * KEYS   leases
 * ARGV   1 holder: the collector   then the bridges
 *
 * Returns how many it held. A lease that another holds by now stays as it is.
 */
const RELEASE_LUA = `
${GOES_ON_WHEN_FULL}
local released = 0
for i = 2, #ARGV do
  local lease = redis.call('HGET', KEYS[1], ARGV[i])
  local epoch, by = string.match(lease or '', '^(%d+):%d+:(.*)$')
  if by == ARGV[1] then
    redis.call('HSET', KEYS[1], ARGV[i], epoch .. ':0:')
    released = released + 1
  end
end
return released
`;

export interface RenewLeasesCall {
  readonly leases: string;
  readonly holder: string;
  readonly livesMs: number;
  readonly heardAt: number;
  readonly claimsFrom: number;
  readonly asked: readonly (readonly [bridge: string, epoch: number])[];
}

export const renewLeases = defineScript<RenewLeasesCall, readonly string[]>({
  keys: ['leases'],
  args: ['holder', 'livesMs', 'heardAt', 'claimsFrom'],
  moreArgs: ({ asked }) => asked.flat(),
  lua: RENEW_LUA,
});

export interface ReleaseLeasesCall {
  readonly leases: string;
  readonly holder: string;
  readonly bridges: readonly string[];
}

export const releaseLeases = defineScript<ReleaseLeasesCall, number>({
  keys: ['leases'],
  args: ['holder'],
  moreArgs: ({ bridges }) => bridges,
  lua: RELEASE_LUA,
});
