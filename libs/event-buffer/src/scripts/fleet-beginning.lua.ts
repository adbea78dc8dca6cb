import { GOES_ON_WHEN_FULL } from './when-full.lua.js';

/** No offer or bar lasts this long: one that would was written while the clock was ahead. */
export const OFFERED_MS_MAX = 60_000;
export const BARRED_MS_MAX = 30 * 60_000;
/** A collector that stopped in order is kept for some time, as one that left, and was silent for so long then. */
export const GONE_SILENT_MS = 10_000;

/**
 * What all scripts of the fleet begin with.
 *
 * KEYS   leases, members, placements, offers, barred
 *
 * A member is kept as \`<said at>:<since>:<1 where it leaves>:<host>\`.
 * A placement is kept as \`<weight>:<moved at>\`; weight 0: not told yet.
 * An offer is kept as \`<state>:<until>:<epoch>:<from>:<to>\`, with the states o (offered), f (offered,
 * and not connected), r (its taker is ready) and g (given).
 * Who is barred from a bridge is kept as \`<collector>=<until>,…\`.
 * All times are ms by Redis's clock, and bounded by what they can be at most where that was ahead.
 */
export const BEGINNING = `
${GOES_ON_WHEN_FULL}
local LEASES, MEMBERS, PLACEMENTS, OFFERS, BARRED = KEYS[1], KEYS[2], KEYS[3], KEYS[4], KEYS[5]
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local function whole(number) return string.format('%.0f', number) end
local function memberOf(id)
  local row = redis.call('HGET', MEMBERS, id) or ''
  local said, since, leaves, host = string.match(row, '^(%d+):(%d+):(%d):(.*)$')
  if since and tonumber(since) > now then since = nil end
  return tonumber(said), since, leaves == '1', host
end
local function offerOf(bridge)
  local row = redis.call('HGET', OFFERS, bridge) or ''
  local state, till, epoch, from, to = string.match(row, '^(%a):(%d+):(%d+):([^:]*):([^:]*)$')
  if state and tonumber(till) > now + ${OFFERED_MS_MAX} then return nil end
  return state, tonumber(till), tonumber(epoch), from, to
end
local function leaseOf(bridge)
  local row = redis.call('HGET', LEASES, bridge) or ''
  local epoch, endsAt, by = string.match(row, '^(%d+):(%d+):(.*)$')
  return tonumber(epoch), tonumber(endsAt), by
end
local function bar(bridge, id, forMs)
  local kept = {id .. '=' .. whole(now + forMs)}
  for who, ends in string.gmatch(redis.call('HGET', BARRED, bridge) or '', '([^=,]+)=(%d+)') do
    local left = tonumber(ends) - now
    if who ~= id and left > 0 and left <= ${BARRED_MS_MAX} and #kept < 32 then kept[#kept + 1] = who .. '=' .. ends end
  end
  redis.call('HSET', BARRED, bridge, table.concat(kept, ','))
end
local function placementFrom(row)
  local weight, movedAt = string.match(row, '^([%d.]+):(%d+)$')
  if movedAt and tonumber(movedAt) > now then movedAt = nil end
  return weight or '', tonumber(movedAt or 0)
end
local function placementOf(bridge)
  return placementFrom(redis.call('HGET', PLACEMENTS, bridge) or '')
end
`;
