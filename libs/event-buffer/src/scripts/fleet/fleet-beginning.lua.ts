import { GOES_ON_WHEN_FULL } from '../when-full.lua.js';

/** Offers and bars end before this time: one that ends later was written while the clock was ahead. */
export const OFFERED_MS_MAX = 60_000;
export const BARRED_MS_MAX = 30 * 60_000;
/** A collector that stopped in order stays in the table for a while, as if it had been silent for this long. */
export const GONE_SILENT_MS = 10_000;

/**
 * The common beginning of all scripts of the fleet.
 *
 * KEYS   leases, members, placements, offers, barred
 *
 * A member (a collector) is stored as \`<last sign of life>:<started at>:<1 if it leaves>:<host>\`.
 * A placement of a bridge is stored as \`<weight>:<moved at>\`; weight 0: not known yet.
 * An offer of a bridge is stored as \`<state>:<until>:<epoch>:<from>:<to>\`, with the states o (offered), f
 * (offered, since its holder cannot connect), r (its taker is ready) and g (given).
 * The collectors that are barred from a bridge are stored as \`<collector>=<until>,…\`.
 * All times are ms by Redis's clock. A time that lies too far ahead was written while that clock was ahead,
 * and is ignored.
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
