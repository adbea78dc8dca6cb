import { defineScript } from '../define-script.js';
import { BARRED_MS_MAX, BEGINNING, GONE_SILENT_MS } from './fleet-beginning.lua.js';

/** For how long a bridge that was given is told to its taker, in ms: Redis may be away meanwhile. */
const GIVEN_MS = 45_000;

/**
 * Writes a collector's sign of life and the weights of its bridges, and returns the whole table.
 *
 * ARGV   1 id: the collector   2 isLeaving: 1 if it leaves   3 host: the machine it runs on
 *        then pairs: bridge, weight
 *
 * Returns the time, then the number of strings in each of five lists, then the lists: members, leases,
 * placements, offers, barred, each in pairs as HGETALL returns them. A collector that is alone gets only
 * the members.
 */
const VIEW_LUA = `
${BEGINNING}
local _, since = memberOf(ARGV[1])
local note = whole(now) .. ':' .. (since or whole(now)) .. ':' .. ARGV[2] .. ':' .. ARGV[3]
redis.call('HSET', MEMBERS, ARGV[1], note)
for from = 4, #ARGV, 2000 do
  local names, fields = {}, {}
  for i = from, math.min(from + 1999, #ARGV), 2 do names[#names + 1] = ARGV[i] end
  for i, row in ipairs(redis.call('HMGET', PLACEMENTS, unpack(names))) do
    local _, movedAt = placementFrom(row or '')
    fields[#fields + 1] = names[i]
    fields[#fields + 1] = ARGV[from + i * 2 - 1] .. ':' .. whole(movedAt)
  end
  redis.call('HSET', PLACEMENTS, unpack(fields))
end
local all = redis.call('HGETALL', MEMBERS)
local others = 0
for i = 1, #all, 2 do
  local at = tonumber(string.match(all[i + 1], '^(%d+):') or 0)
  if math.abs(now - at) > 60000 then redis.call('HDEL', MEMBERS, all[i])
  elseif all[i] ~= ARGV[1] then others = others + 1 end
end
if others == 0 then return {whole(now), tostring(#all), '0', '0', '0', '0', unpack(all)} end
local barred = redis.call('HGETALL', BARRED)
for i = 1, #barred, 2 do
  local holds = false
  for till in string.gmatch(barred[i + 1], '=(%d+)') do
    local left = tonumber(till) - now
    holds = holds or (left > 0 and left <= ${BARRED_MS_MAX})
  end
  if not holds then redis.call('HDEL', BARRED, barred[i]) end
end
local lists = {all, redis.call('HGETALL', LEASES), redis.call('HGETALL', PLACEMENTS), redis.call('HGETALL', OFFERS), barred}
local answer = {whole(now)}
for _, list in ipairs(lists) do answer[#answer + 1] = tostring(#list) end
for _, list in ipairs(lists) do
  for _, text in ipairs(list) do answer[#answer + 1] = text end
end
return answer
`;

/**
 * Offers bridges to other collectors.
 *
 * ARGV   1 id: the collector that holds them   2 standsMs: how long an offer stands
 *        3 silentMs: a collector that is silent for longer is gone
 *        4 staysMs: a bridge that has moved stays for this long; 0: no such limit, since the collector leaves
 *        5 viewedAt: the time of the view on which this was decided   6 viewAgeMs: the highest age of that view
 *        7 stuckMs: how long the collector is barred from them, since it cannot connect them; 0: it can
 *        then pairs: bridge, the collector that it is offered to
 *
 * Returns 1 for each bridge that was offered, and 0 for the others: another holds it by now, it has just
 * moved, it was given to this collector, which has not said that it knows, its taker is gone, or the view is
 * outdated.
 */
const OFFER_LUA = `
${BEGINNING}
local staysMs = tonumber(ARGV[4])
local isOld = math.abs(now - tonumber(ARGV[5])) > tonumber(ARGV[6])
local answer = {}
local stuckMs = tonumber(ARGV[7])
for i = 8, #ARGV, 2 do
  local bridge, to = ARGV[i], ARGV[i + 1]
  local _, endsAt, by = leaseOf(bridge)
  local said, _, leaves = memberOf(to)
  local state, till, _, _, takenBy = offerOf(bridge)
  local _, movedAt = placementOf(bridge)
  local isMine = by == ARGV[1] and endsAt > now
  local isThere = said and now - said <= tonumber(ARGV[3]) and not leaves
  -- A collector to which it was given, and which has not said that it knows, would never be told any more: what
  -- it has heard since would be lost.
  local isGivenAway = state == 'g' and takenBy ~= ARGV[1]
  local isFree = not state or till <= now or isGivenAway
  local mayMove = staysMs == 0 or now - movedAt >= staysMs
  local offers = isMine and isThere and isFree and mayMove and not isOld
  if offers then
    if stuckMs > 0 then bar(bridge, ARGV[1], stuckMs) end
    redis.call('HSET', OFFERS, bridge, (stuckMs > 0 and 'f:' or 'o:') .. whole(now + tonumber(ARGV[2])) .. ':0:' .. ARGV[1] .. ':' .. to)
  end
  answer[#answer + 1] = offers and 1 or 0
end
return answer
`;

/**
 * Reads the offers from and to one collector, and removes those that are over. A bridge that was given is returned
 * until its taker says that it knows, since an answer may be lost, or until another has its lease.
 *
 * ARGV   1 id: the collector
 *
 * Returns five strings for each offer: bridge, state, epoch, from, to.
 */
const READ_LUA = `
${BEGINNING}
local all = redis.call('HGETALL', OFFERS)
local answer = {}
for i = 1, #all, 2 do
  local state, till, epoch, from, to = offerOf(all[i])
  local known, endsAt, by = leaseOf(all[i])
  -- Neither the giver nor the taker holds the bridge: the giver died, and another took it.
  if by and endsAt > now and by ~= from and by ~= to then state = nil end
  if state == 'g' then
    -- Its taker may have renewed the lease already, without knowing that the bridge was given to it.
    if by == to and known >= epoch then epoch = known else state = nil end
  end
  if not state or till <= now then
    redis.call('HDEL', OFFERS, all[i])
  end
  if state and till > now and (from == ARGV[1] or to == ARGV[1]) then
    for _, text in ipairs({all[i], state, whole(epoch), from, to}) do answer[#answer + 1] = text end
  end
end
return answer
`;

/**
 * Answers an offer, or withdraws it.
 *
 * ARGV   1 id: the collector   2 bridge
 *        3 says: ready or refused, from the taker, and taken once it was given; withdrawn, from the holder
 *        4 forMs: ready: how long the offer stands from now on; refused: how long the taker is barred
 *
 * Returns 1, or 0 if there is no such offer.
 */
const ANSWER_LUA = `
${BEGINNING}
local id, bridge, says, forMs = ARGV[1], ARGV[2], ARGV[3], tonumber(ARGV[4])
local state, till, _, from, to = offerOf(bridge)
-- An expired offer cannot be accepted, since its holder keeps the bridge.
if says == 'ready' and state and till <= now then return 0 end
if says == 'taken' then
  return state == 'g' and to == id and redis.call('HDEL', OFFERS, bridge) or 0
end
if not state or state == 'g' or (says == 'withdrawn' and from ~= id) or (says ~= 'withdrawn' and to ~= id) then
  return 0
end
if says == 'ready' then
  redis.call('HSET', OFFERS, bridge, 'r:' .. whole(now + forMs) .. ':0:' .. from .. ':' .. to)
else
  redis.call('HDEL', OFFERS, bridge)
end
if says == 'refused' then
  bar(bridge, id, forMs)
end
return 1
`;

/**
 * Gives a bridge to the collector that is ready for it, which has the lease from then on.
 *
 * ARGV   1 id: the collector that holds it   2 bridge   3 livesMs: how long a lease lives
 *
 * Returns the new epoch, or 0 if nothing was given, as where that one stops. A repeated call returns the same
 * epoch, and where another has the bridge already, its epoch.
 */
const GIVE_LUA = `
${BEGINNING}
local id, bridge = ARGV[1], ARGV[2]
local state, till, given, from, to = offerOf(bridge)
local epoch, endsAt, by = leaseOf(bridge)
if by and by ~= '' and by ~= id and endsAt > now then return whole(epoch) end
if not state or from ~= id or till <= now then return '0' end
if state == 'g' then return whole(given) end
local _, _, leaves = memberOf(to)
if state ~= 'r' or by ~= id or leaves then return '0' end
epoch = math.max(epoch + 1, now)
local ends = whole(now + tonumber(ARGV[3]))
redis.call('HSET', LEASES, bridge, whole(epoch) .. ':' .. ends .. ':' .. to)
redis.call('HSET', OFFERS, bridge, 'g:' .. whole(now + ${GIVEN_MS}) .. ':' .. whole(epoch) .. ':' .. from .. ':' .. to)
local weight = placementOf(bridge)
redis.call('HSET', PLACEMENTS, bridge, (weight == '' and '0' or weight) .. ':' .. whole(now))
return whole(epoch)
`;

/**
 * Marks a collector as stopped, and forgets removed bridges.
 *
 * ARGV   1 id: the collector that stops, or ''   then the removed bridges
 */
const LEAVE_LUA = `
${BEGINNING}
local said, since, _, host = memberOf(ARGV[1])
if said then
  -- It stays in the table as leaving, so that the others know that it was not killed.
  redis.call('HSET', MEMBERS, ARGV[1], whole(now - ${GONE_SILENT_MS}) .. ':' .. (since or whole(now)) .. ':1:' .. host)
end
for i = 2, #ARGV do
  redis.call('HDEL', PLACEMENTS, ARGV[i])
  redis.call('HDEL', OFFERS, ARGV[i])
  redis.call('HDEL', BARRED, ARGV[i])
end
return 1
`;

/** The keys of all scripts of the fleet, and the collector that calls. */
export interface FleetCall {
  readonly leases: string;
  readonly members: string;
  readonly placements: string;
  readonly offers: string;
  readonly barred: string;
  readonly id: string;
}

const KEYS = ['leases', 'members', 'placements', 'offers', 'barred'] as const;

export interface ViewFleetCall extends FleetCall {
  readonly isLeaving: 0 | 1;
  readonly host: string;
  readonly weights: ReadonlyMap<string, number>;
}

export const viewFleet = defineScript<ViewFleetCall, readonly string[]>({
  keys: KEYS,
  args: ['id', 'isLeaving', 'host'],
  moreArgs: ({ weights }) => [...weights].flat(),
  lua: VIEW_LUA,
});

export interface OfferBridgesCall extends FleetCall {
  readonly standsMs: number;
  readonly silentMs: number;
  readonly staysMs: number;
  readonly viewedAt: number;
  readonly viewAgeMs: number;
  readonly stuckMs: number;
  /** The new holder of each bridge. */
  readonly to: ReadonlyMap<string, string>;
}

export const offerBridges = defineScript<OfferBridgesCall, readonly number[]>({
  keys: KEYS,
  args: ['id', 'standsMs', 'silentMs', 'staysMs', 'viewedAt', 'viewAgeMs', 'stuckMs'],
  moreArgs: ({ to }) => [...to].flat(),
  lua: OFFER_LUA,
});

export const readOffers = defineScript<FleetCall, readonly string[]>({
  keys: KEYS,
  args: ['id'],
  lua: READ_LUA,
});

export interface AnswerOfferCall extends FleetCall {
  readonly bridge: string;
  readonly says: 'ready' | 'refused' | 'taken' | 'withdrawn';
  readonly forMs: number;
}

export const answerOffer = defineScript<AnswerOfferCall, number>({
  keys: KEYS,
  args: ['id', 'bridge', 'says', 'forMs'],
  lua: ANSWER_LUA,
});

export interface GiveBridgeCall extends FleetCall {
  readonly bridge: string;
  readonly livesMs: number;
}

export const giveBridge = defineScript<GiveBridgeCall, string>({
  keys: KEYS,
  args: ['id', 'bridge', 'livesMs'],
  lua: GIVE_LUA,
});

export interface LeaveFleetCall extends FleetCall {
  readonly bridges: readonly string[];
}

export const leaveFleet = defineScript<LeaveFleetCall, number>({
  keys: KEYS,
  args: ['id'],
  moreArgs: ({ bridges }) => bridges,
  lua: LEAVE_LUA,
});
