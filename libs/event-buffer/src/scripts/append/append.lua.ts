import { CHOOSING_LANES } from '../../append/entry.js';
import type { NewEntry } from '../../append/chunk.js';
import { defineScript, type Argument } from '../define-script.js';
import { STREAK_QUIET_MS } from '#live-event';
import { BRIDGE_PREFIXES } from '../../targets/bridge-fields.js';
import { PARKED } from '../../targets/target-delay.js';
import { ADMITS_EPOCH } from './epochs.lua.js';
import { KEEPS_CAPS } from './caps.lua.js';
import { KNOWS_CLASSES } from './classes.lua.js';
import { KNOWS_SEEN } from './seen.lua.js';
import { ASKS_MEMORY } from './memory.lua.js';
import { NOTES_STREAKS } from './streaks.lua.js';
import { TELLS_NEWS } from './news.lua.js';
import { TAKES_MARK } from '../mark.lua.js';

/** How many dropped events an append's answer names for each reason. */
const SPOTS_MAX = 200;

/** What an append does, with its own KEYS and ARGV and the MARK. */
export const APPENDS = `
local target, events, seen, seenBefore, ledger, streaks = unpack(KEYS, 1, 6)
local epoch, bridge, number = tonumber(ARGV[1]), ARGV[2], tonumber(ARGV[3])
local depthMax, window, idsMax = tonumber(ARGV[4]), tonumber(ARGV[5]), tonumber(ARGV[6])
local received, drops = tonumber(ARGV[7]), tonumber(ARGV[9])
local streaksAt = 10 + drops * 2
local first = streaksAt + 1 + tonumber(ARGV[streaksAt]) * 2
local NONE = string.rep('\\0', 8)

local known = redis.call('HMGET', target, '${BRIDGE_PREFIXES.epoch}' .. bridge, '${BRIDGE_PREFIXES.append}' .. bridge, 'waiting', 'rotated', 'capped', 'memory', 'choosing', 'held', 'rank', 'ids', 'delayUntil')
-- Whatever cannot be read here counts as absent, so that one value that somebody wrote stops no target for good.
local depth, candidates = tonumber(known[3]) or 0, tonumber(known[7]) or 0
local lanes = {events, KEYS[7], KEYS[8], KEYS[9]}
local knownEpoch = tonumber(known[1]) or 0
-- Also for an append that is repeated: the signal of the first one may be lost with its answer.
local parked = known[8] == '${PARKED.forEvents}' and 3 or known[8] and 1 or 0

${ADMITS_EPOCH}
${ASKS_MEMORY}
-- The target's fields to write, collected for one write at the end.
local kept = {'${BRIDGE_PREFIXES.append}' .. bridge, ARGV[3], 'mark', MARK}
local function keep(field, value)
  kept[#kept + 1] = field
  kept[#kept + 1] = value
end
if epoch > knownEpoch then
  keep('${BRIDGE_PREFIXES.epoch}' .. bridge, ARGV[1])
  keep('${BRIDGE_PREFIXES.past}' .. bridge, (known[1] or 0) .. ':' .. (known[2] or 0) .. ':0')
end

${KNOWS_CLASSES}
local dropped, spots = {}, {}
local function drop(reason, entry, index)
  dropped[reason] = (dropped[reason] or 0) + 1
  spots[reason] = spots[reason] or {}
  local known = spots[reason]
  if #known < ${SPOTS_MAX} then known[#known + 1] = entry .. '.' .. index end
end

${KEEPS_CAPS}
${KNOWS_SEEN}
-- When Redis last took an entry, ms: asking for the time would be one command more.
local takenAt = nil
-- The error of an entry that Redis did not take: the append ends with it, and may be repeated.
local failure = nil
-- What was written so far: an error undoes none of it, and the append is repeated as a whole.
local added, counted, more, isKept = {}, 0, 0, false
local function add(lane, header, fragments)
  local id = redis.pcall('XADD', lanes[lane], '*', 'h', header, 'd', fragments)
  if type(id) == 'string' then
    takenAt = tonumber(string.match(id, '^%d+'))
    added[#added + 1] = id
    added[#added + 1] = lane
  else
    failure = id
  end
end

-- Keeps those events of an entry that are neither seen before nor over their class's limit.
local function admit(entry, header, fragments, blob, asked, found)
  local lane = string.byte(header, 1)
  local eventsAt = 11 + string.byte(header, 2)
  local headers, bodies, ids = {string.sub(header, 1, eventsAt - 1)}, {}, {}
  local from = 1
  for i = 1, #blob / 8 do
    local at = eventsAt + (i - 1) * 8
    local length = struct.unpack('<I4', header, at)
    local id = string.sub(blob, i * 8 - 7, i * 8)
    local type = string.byte(header, at + 4)
    local class = class(type)
    if found and found[id] then
      drop('duplicate', entry, i - 1)
    elseif depth + candidates >= fillMax[class] or (lane > 1 and candidates >= candidatesMax[class]) then
      drop('shed_' .. class, entry, i - 1)
    elseif short[class] then
      drop('shed_memory_' .. class, entry, i - 1)
    elseif caps and isCapped(slot(type), 1) then
      drop('capped_' .. NAMES[slot(type)], entry, i - 1)
    else
      if lane > 1 then candidates = candidates + 1 else depth = depth + 1 end
      if caps then takeOf(slot(type), 1) end
      headers[#headers + 1] = string.sub(header, at, at + 7)
      bodies[#bodies + 1] = string.sub(fragments, from, from + length - 1)
      if id ~= NONE then ids[#ids + 1] = id end
    end
    from = from + length
  end
  if #bodies > 0 then
    add(lane, table.concat(headers), table.concat(bodies))
  end
  if failure then ids = {} end
  remember(ids, asked, found)
end

${NOTES_STREAKS}
local before, candidatesBefore = depth, candidates
local answer
local function run()
  for i = first, #ARGV, 3 do
    local header, fragments, blob = ARGV[i], ARGV[i + 1], ARGV[i + 2]
    local ids = idsOf(blob)
    local found = seenAmong(ids)
    local count, lane = #blob / 8, string.byte(header, 1)
    local whole = not found and shortage == 0 and depth + candidates + count <= fillMax.ambient
      and (lane == 1 or candidates + count <= candidatesMax.ambient)
    if not whole or (caps and not takeAll(header, count)) then
      admit((i - first) / 3, header, fragments, blob, ids, found)
    else
      if lane > 1 then candidates = candidates + count else depth = depth + count end
      add(lane, header, fragments)
      remember(failure and {} or ids, ids, found)
    end
    if failure then return end
  end

  if received > 0 then redis.call('HINCRBY', ledger, 'received', received) end
  counted = 1
  if depth > before then keep('waiting', depth) end
  more = depth + candidates - before - candidatesBefore
  if more > 0 then redis.call('HINCRBY', ledger, 'waiting', more) end
  counted = 2
  if candidates > candidatesBefore then keep('choosing', candidates) end
  if caps then keep('capped', second .. ':' .. table.concat(taken, ',')) end
  if takenAt then rotate(takenAt) end
  for i = 10, streaksAt - 1, 2 do
    redis.call('HINCRBY', ledger, 'dropped:' .. ARGV[i], ARGV[i + 1])
    counted = counted + 1
  end
  if first > streaksAt + 1 then
    noteStreaks()
    redis.call('PEXPIRE', streaks, ${STREAK_QUIET_MS})
  end
${TELLS_NEWS}
  redis.call('HSET', target, unpack(kept))
  isKept = true
  local paced = 0
  if known[8] == '${PARKED.forPace}' and takenAt then paced = math.max(0, (tonumber(known[11]) or 0) - takenAt) end
  answer = {known[1] and 1 or 3, before, depth, news, paced}
  for reason, count in pairs(dropped) do
    redis.call('HINCRBY', ledger, 'dropped:' .. reason, count)
    answer[#answer + 1] = reason
    answer[#answer + 1] = count
    answer[#answer + 1] = table.concat(spots[reason], ',')
  end
end
local isDone, why = pcall(run)
if isDone and not failure then return answer end
failure = failure or why
-- An error of Redis 6 is a text.
if type(failure) == 'string' then failure = {err = failure} end
-- Once its number is kept, a repetition changes nothing.
if isKept then return failure end
for i = 1, #added, 2 do redis.pcall('XDEL', lanes[added[i + 1]], added[i]) end
if counted > 0 then redis.pcall('HINCRBY', ledger, 'received', 0 - received) end
if counted > 1 then redis.pcall('HINCRBY', ledger, 'waiting', 0 - more) end
for i = 1, counted - 2 do redis.pcall('HINCRBY', ledger, 'dropped:' .. ARGV[8 + i * 2], 0 - ARGV[9 + i * 2]) end
for i = 1, #remembered do
  redis.pcall('SREM', seen, unpack(remembered[i]))
  redis.pcall('SREM', seenBefore, unpack(remembered[i]))
end
return failure`;

/**
 * Appends the chunks of one bridge to its target's buffer, in one atomic step: refuses an old lease
 * epoch, drops events seen before, admits by class, and keeps the ledger and how far gift streaks are
 * counted.
 *
 * KEYS   target, events, seen, seenBefore, ledger, streaks, comments, entries, gifts
 * ARGV   1 epoch: of the bridge's or lane's lease   2 bridge: with its lane
 *        3 number: of this append in that epoch   4 eventsMax: the most events of the buffer
 *        5 windowMs: the dedupe window   6 idsMax: the most ids in it
 *        7 received: all events that this append accounts for, dropped ones too
 *        8 caps: how many of each type a second admits, by number from 1, with commas; 0 for any; ''
 *        then number d of drop reasons, then d pairs: reason, count (what filters dropped)
 *        then number s of streaks, then s pairs: name, note; an empty note: it is over
 *        then three for each entry: header, fragments, ids (see entry.ts, chunk.ts); then a mark
 * The version in an entry's header tells its stream: 1 is the events to be reported, the others are
 * the last three keys, in which events wait to be chosen.
 *
 * Returns {status, depth before, depth after, news, paced, reason, count, spots, reason, count, spots, …}
 * - status 1: appended; 3: appended as the first of the bridge, or Redis had lost its data; 2: this
 *   append was applied before (its answer was lost), and nothing changed; 0: refused, since a newer
 *   epoch holds the bridge, and its events are counted `stale_lease`. 2 and 0 also apply to the epoch
 *   before the current one, so an append that is repeated after another process took the bridge is
 *   neither appended nor counted twice.
 * - news 1: a reporter has the target parked; 2: the target waits there for its turn, and an event
 *   came that matters more than all before; 3: it waits there for events; else 0.
 * - paced: for how many more ms the pace delays the target's next report; 0 if it does not.
 * - reason, count: the drops of this script; spots: some of those events, `entry.event` from 0 with
 *   commas.
 * Fails, with nothing appended, once nine tenths of Redis's memory are taken; before that, ambient
 * events are shed, and then chat.
 */
const LUA = `
${TAKES_MARK}
${APPENDS}
`;

export type AppendAnswer = readonly (string | number)[];

export interface AppendCall {
  readonly target: string;
  readonly events: string;
  readonly seen: string;
  readonly seenBefore: string;
  readonly ledger: string;
  readonly streaks: string;
  readonly comments: string;
  readonly entries: string;
  readonly gifts: string;
  readonly epoch: number;
  readonly bridge: string;
  readonly number: number;
  readonly eventsMax: number;
  readonly windowMs: number;
  readonly idsMax: number;
  readonly received: number;
  readonly caps: string;
  readonly dropped: ReadonlyMap<string, number>;
  /** How far gift streaks are counted: name, note, …; an empty note: over. */
  readonly notes: readonly string[];
  readonly added: readonly NewEntry[];
}

export const appendEvents = defineScript<AppendCall, AppendAnswer>({
  keys: [
    ...(['target', 'events', 'seen', 'seenBefore', 'ledger', 'streaks'] as const),
    ...CHOOSING_LANES,
  ],
  args: ['epoch', 'bridge', 'number', 'eventsMax', 'windowMs', 'idsMax', 'received', 'caps'],
  moreArgs: ({ dropped, notes, added }) => {
    const more: Argument[] = [dropped.size];
    for (const [reason, count] of dropped) more.push(reason, count);
    more.push(notes.length / 2, ...notes);
    for (const { header, fragments, ids } of added) more.push(header, fragments, ids);
    return more;
  },
  lua: LUA,
  marks: true,
});
