import { defineScript } from '../define-script.js';
import { packedLists } from '../packed-lists.js';
import { GOES_ON_WHEN_FULL } from '../when-full.lua.js';

/** How many leases are passed to Redis in one command. */
const LEASES_A_STEP = 1000;

/**
 * Renews or claims the leases of one collector, all in one step.
 *
 * KEYS   leases
 * ARGV   1 holder: the collector   2 livesMs: how long a lease lives
 *        3 heardAt: when Redis last answered it, ms by Redis's clock (0: never)
 *        4 claimsFrom: from when on it may claim bridges that it does not hold, ms by Redis's clock
 *        5 asked: two lists, packed into one: bridges; for each the epoch that the collector holds (0: none;
 *        -1: none, and it leaves the bridge to others)
 *
 * A lease is stored as \`<epoch>:<ends at, ms>:<collector>\`, and stays after it has ended: a collector that
 * was cut off from Redis goes on with its epoch, as long as nobody else has a newer one. A new epoch is
 * larger than any before it, even if Redis lost its last seconds: it is not less than the time in ms, and
 * larger than the epoch that the collector names.
 *
 * After Redis was away, leases have ended whose holders still run. So a collector that had no answer for
 * half the life of a lease only renews, and claims nothing yet. The same holds for a call that was sent
 * before, and that Redis reads only now. Who held a bridge before its last holder has nothing to renew: it may have
 * given the bridge away without hearing so, and its taker comes first.
 *
 * Returns the time; then when the first lease of another collector ends, 0 if there is none; then pairs: a
 * bridge, and the epoch under which this collector holds it, or 0 if it does not, or \`free\` if nobody does and
 * it leaves the bridge to others. A bridge is left out where that is the epoch that this collector names, or
 * where it names none and has none. An epoch is negative if another collector has held the bridge since the
 * epoch that this collector names: what this one knows of the bridge is outdated.
 */
const RENEW_LUA = `
${GOES_ON_WHEN_FULL}
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local lives = tonumber(ARGV[2])
local holder, ends = ARGV[1], string.format('%.0f', now + lives)
local heard, claimsFrom = tonumber(ARGV[3]), tonumber(ARGV[4])
-- Claims are delayed for the life of a lease at most: a longer delay comes from a clock that was ahead.
local mayClaim = now >= claimsFrom or claimsFrom > now + lives
local claims = mayClaim and (heard == 0 or now - heard <= lives / 2)
local soonest, told = 0, {}
local asked = cmsgpack.unpack(ARGV[5])
local bridges, named = asked[1], asked[2]
-- In steps, since Lua cannot unpack more than some thousand values.
for from = 1, #bridges, ${LEASES_A_STEP} do
  local to = math.min(from + ${LEASES_A_STEP} - 1, #bridges)
  local renewed = {}
  local leases = redis.call('HMGET', KEYS[1], unpack(bridges, from, to))
  for n = from, to do
    local bridge, lease, held = bridges[n], leases[n - from + 1], tonumber(named[n])
    local epoch, endsAt, by = 0, 0, nil
    if lease then
      local e, a, b = string.match(lease, '^(%d+):(%d+):(.*)$')
      -- One that cannot be read is nobody's, and must not keep the others from being renewed.
      epoch, endsAt, by = tonumber(e) or 0, tonumber(a) or 0, b
      -- No lease lives longer than livesMs: this one was written by a clock ahead, so it ends as if renewed now.
      if by ~= holder and endsAt > now + lives then
        redis.call('HSET', KEYS[1], bridge, e .. ':' .. ends .. ':' .. b)
        endsAt = now + lives
      end
    end
    if by ~= holder and endsAt > now and (soonest == 0 or endsAt < soonest) then soonest = endsAt end
    local answer = '0'
    if by ~= holder and endsAt <= now and held < 0 then
      answer = claims and 'free' or '0'
    elseif by == holder or (endsAt <= now and (claims or (held > 0 and held >= epoch))) then
      local between = held > 0 and epoch > held
      if by ~= holder or held <= 0 then epoch = math.max(epoch + 1, held + 1, now) end
      local number = string.format('%.0f', epoch)
      renewed[#renewed + 1] = bridge
      renewed[#renewed + 1] = number .. ':' .. ends .. ':' .. holder
      answer = between and '-' .. number or number
    end
    if answer ~= (held > 0 and named[n] or '0') then
      told[#told + 1] = bridge
      told[#told + 1] = answer
    end
  end
  if #renewed > 0 then redis.call('HSET', KEYS[1], unpack(renewed)) end
end
local answer = {string.format('%.0f', now), string.format('%.0f', soonest)}
for _, text in ipairs(told) do answer[#answer + 1] = text end
return answer
`;

/**
 * Gives leases back, so that other collectors need not wait until they end.
 *
 * KEYS   leases
 * ARGV   1 holder: the collector   then the bridges
 *
 * Returns how many leases it held. A lease that another collector holds by now is not changed.
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
  /** See {@link askedLeases}. */
  readonly asked: Buffer;
}

/** The question of a renewal: each bridge, with the epoch that is known of it. */
export function askedLeases(pairs: readonly (readonly [bridge: string, epoch: number])[]): Buffer {
  return packedLists([pairs.map(([bridge]) => bridge), pairs.map(([, epoch]) => epoch)]);
}

export const renewLeases = defineScript<RenewLeasesCall, readonly string[]>({
  keys: ['leases'],
  args: ['holder', 'livesMs', 'heardAt', 'claimsFrom', 'asked'],
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
