import { defineScript, type Argument } from '../define-script.js';
import { GOES_ON_WHEN_FULL } from '../when-full.lua.js';
import { TAKES_OF_LEDGER } from './takes.lua.js';
import { TAKES_MARK } from '../mark.lua.js';

/**
 * Reads the counts of a target, and the lengths of its streams to compare them with.
 *
 * KEYS   target, then events, the three lanes, dead letters, bridges
 * ARGV   1 ledgers: what the keys of its ledgers begin with   2 whole: 1: also returns the first and
 *        last ids of the first four streams
 *
 * Returns {waiting, choosing, cursor, how often it was recounted, then for each stream: length, first
 * id, last id, then for each bridge: name, waiting, dead}.
 */
const LOOK_LUA = `
local fields = redis.call('HMGET', KEYS[1], 'waiting', 'choosing', 'cursor', 'recounted')
local answer = {fields[1] or '0', fields[2] or '0', fields[3] or '', fields[4] or '0'}
local function add(text)
  answer[#answer + 1] = text
end
for i = 2, 6 do
  local length = redis.call('XLEN', KEYS[i])
  add(tostring(length))
  local isAsked = ARGV[2] == '1' and i < 6 and length > 0
  add(isAsked and redis.call('XRANGE', KEYS[i], '-', '+', 'COUNT', 1)[1][1] or '')
  add(isAsked and redis.call('XREVRANGE', KEYS[i], '+', '-', 'COUNT', 1)[1][1] or '')
end
for _, bridge in ipairs(redis.call('SMEMBERS', KEYS[7])) do
  local counts = redis.call('HMGET', ARGV[1] .. bridge, 'waiting', 'dead')
  add(bridge)
  add(counts[1] or '0')
  add(counts[2] or '0')
end
return answer
`;

export interface LookAtCountsCall {
  readonly target: string;
  /** The events, the lanes, the dead letters, the bridges. */
  readonly others: readonly string[];
  readonly ledgers: string;
  readonly whole: 0 | 1;
}

export const lookAtCounts = defineScript<LookAtCountsCall, readonly string[]>({
  keys: ['target'],
  moreKeys: ({ others }) => others,
  args: ['ledgers', 'whole'],
  lua: LOOK_LUA,
  readOnly: true,
});

/**
 * Counts the events of some entries, by bridge.
 *
 * KEYS   stream
 * ARGV   1 from: the first id   2 to: the last id   3 entries: how many at most   4 version: the version of its entries
 *        5 cursor: the id of the entry at the cursor   6 done: how many events of that entry are passed
 *
 * Returns {number of entries, id of the last one, then for each entry: the name of its bridge, its number of
 * events}; {-1} if an entry cannot be read.
 */
const COUNT_LUA = `
local rows = redis.call('XRANGE', KEYS[1], ARGV[1], ARGV[2], 'COUNT', ARGV[3])
local answer = {#rows, #rows > 0 and rows[#rows][1] or ''}
for _, row in ipairs(rows) do
  local header
  for i = 1, #row[2], 2 do
    if row[2][i] == 'h' then header = row[2][i + 1] end
  end
  if not header or #header < 10 or string.byte(header, 1) ~= tonumber(ARGV[4]) then return {-1} end
  local name = string.byte(header, 2)
  local events = (#header - 10 - name) / 8
  if events < 1 or events ~= math.floor(events) then return {-1} end
  if row[1] == ARGV[5] then events = events - tonumber(ARGV[6]) end
  answer[#answer + 1] = string.sub(header, 11, 10 + name)
  answer[#answer + 1] = events
end
return answer
`;

export interface CountEntriesCall {
  readonly stream: string;
  readonly from: string;
  readonly to: string;
  readonly entries: number;
  readonly version: number;
  readonly cursor: string;
  readonly done: number;
}

export const countEntries = defineScript<CountEntriesCall, readonly (string | number)[]>({
  keys: ['stream'],
  args: ['from', 'to', 'entries', 'version', 'cursor', 'done'],
  lua: COUNT_LUA,
  readOnly: true,
});

/**
 * Corrects the counts of a target by their differences from the contents of its streams, if nothing was
 * taken from the streams since they were compared. Events that were added since do not change the
 * differences.
 *
 * KEYS   target, then events, the three lanes, dead letters, the ledger of each bridge concerned
 * ARGV   1 cursor: as it was then   2 recounted: how often it was recounted, as it was then
 *        then the first id of each of the four streams, '' if it was empty; the number of dead letters;
 *        by how much the count of waiting events is too high, and that of candidates;
 *        two for each ledger: by how much its waiting events are too high, and its dead letters; then a mark
 *
 * Missing events are counted `lost_in_redis`; events that were in no count are counted as received.
 * Returns 1, or 0 if nothing was changed.
 */
const MEND_LUA = `
${TAKES_MARK}
local known = redis.call('HMGET', KEYS[1], 'cursor', 'recounted')
if (known[1] or '') ~= ARGV[1] or (known[2] or '0') ~= ARGV[2] then return 0 end
for i = 2, 5 do
  local first = ARGV[i + 1]
  local row = first ~= '' and redis.call('XRANGE', KEYS[i], '-', '+', 'COUNT', 1)[1]
  if first ~= '' and (not row or row[1] ~= first) then return 0 end
end
if redis.call('XLEN', KEYS[6]) ~= tonumber(ARGV[7]) then return 0 end

${GOES_ON_WHEN_FULL}
redis.call('HINCRBY', KEYS[1], 'recounted', 1)
redis.call('HSET', KEYS[1], 'mark', MARK)
for i, field in ipairs({'waiting', 'choosing'}) do
  local count = (tonumber(redis.call('HGET', KEYS[1], field)) or 0) - tonumber(ARGV[7 + i])
  redis.call('HSET', KEYS[1], field, math.max(0, count))
end
${TAKES_OF_LEDGER}
for i = 7, #KEYS do
  for n, field in ipairs({'waiting', 'dead'}) do
    local excess = tonumber(ARGV[10 + (i - 7) * 2 + n - 1])
    if excess > 0 then
      take(KEYS[i], field, excess)
      redis.call('HINCRBY', KEYS[i], 'dropped:lost_in_redis', excess)
    elseif excess < 0 then
      redis.call('HINCRBY', KEYS[i], field, -excess)
      redis.call('HINCRBY', KEYS[i], 'received', -excess)
    end
  end
end
return 1
`;

export interface MendCountsCall {
  readonly target: string;
  /** The events, the lanes, the dead letters, the ledgers. */
  readonly others: readonly string[];
  readonly cursor: string;
  readonly recounted: string;
  readonly seen: readonly Argument[];
}

export const mendCounts = defineScript<MendCountsCall, number>({
  keys: ['target'],
  moreKeys: ({ others }) => others,
  args: ['cursor', 'recounted'],
  moreArgs: ({ seen }) => seen,
  lua: MEND_LUA,
  marks: true,
});
