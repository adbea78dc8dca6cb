import { GOES_ON_WHEN_FULL } from './when-full.lua.js';

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
 * All times are ms by Redis's clock.
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
  return tonumber(said), since, leaves == '1', host
end
local function offerOf(bridge)
  local row = redis.call('HGET', OFFERS, bridge) or ''
  local state, till, epoch, from, to = string.match(row, '^(%a):(%d+):(%d+):([^:]*):([^:]*)$')
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
    if who ~= id and tonumber(ends) > now and #kept < 32 then kept[#kept + 1] = who .. '=' .. ends end
  end
  redis.call('HSET', BARRED, bridge, table.concat(kept, ','))
end
local function placementOf(bridge)
  local row = redis.call('HGET', PLACEMENTS, bridge) or ''
  local weight, movedAt = string.match(row, '^([%d.]+):(%d+)$')
  return weight or '', tonumber(movedAt or 0)
end
`;
