import { BEFORE_APPEND_MS_MAX, ENTRY_VERSION, ID_AHEAD_MS_MAX } from '../../append/entry.js';
import { BRIDGE_PREFIXES, KEPT_AFTER_REMOVAL_MS } from '../../targets/bridge-fields.js';
import { defineScript } from '../define-script.js';

/**
 * Defines `oldest(hash, events)`: when the oldest waiting event was received, in ms, or ''. It reads the
 * header of an entry (entry.ts), and corrects a time that does not fit the time of the append, as
 * `withBoundedTime` does.
 */
const TELLS_OLDEST = `
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local function oldest(hash, events)
  local cursor = redis.call('HGET', hash, 'cursor') or ''
  local at, index = string.match(cursor, '^(%d+%-%d+):(%d+)$')
  local entry = redis.call('XRANGE', events, at or '0-0', '+', 'COUNT', 1)[1]
  if not entry then return '' end
  local header = ''
  for i = 1, #entry[2], 2 do
    if entry[2][i] == 'h' then header = entry[2][i + 1] end
  end
  if #header < 18 or string.byte(header, 1) ~= ${ENTRY_VERSION} then return '' end
  local appended = tonumber(string.match(entry[1], '^%d+'))
  local received = struct.unpack('<d', header, 3)
  local before = appended - received
  if appended > now + ${ID_AHEAD_MS_MAX} then
    received = math.min(received, now)
  elseif not (before >= 0 and before <= ${BEFORE_APPEND_MS_MAX}) then
    received = appended
  end
  local count = (#header - 10 - string.byte(header, 2)) / 8
  local done = entry[1] == at and tonumber(index) or 0
  if done >= count then return '' end
  return string.format('%.0f', received + struct.unpack('<I3', header, #header - (count - done) * 8 + 6))
end
`;

/**
 * Everything that a status shows of some targets, read in one step, so that each row of the ledger balances.
 *
 * KEYS   then for each target: its hash, the set of its bridges, its events, its dead letters
 * ARGV   then how many fields of a hash are wanted, their names, then for each target: ledgers,
 *        what the keys of its ledgers begin with
 *
 * Returns two texts for each target: its mark, and JSON: [when the oldest waiting event was received, the
 * number of dead letters, the fields, then [name, field, value, field, …] for each bridge but those that were
 * removed before an event of them came]; '' stands for a missing value. The JSON is a text for each target, so that a
 * frequent reader parses only those that have changed; '' for one of which a key holds something else, so that the
 * others can be read. The script only reads,
 * so that it also works on a full Redis.
 */
const STATES_LUA = `
${TELLS_OLDEST}
local function isRemoved(hash, bridge)
  local ends = tonumber(redis.call('HGET', hash, '${BRIDGE_PREFIXES.keep}' .. bridge) or '')
  return ends and ends <= now + ${KEPT_AFTER_REMOVAL_MS}
end
local names = {}
for i = 2, 1 + tonumber(ARGV[1]) do names[#names + 1] = ARGV[i] end
local answer = {}
for i, ledgers in ipairs(ARGV) do
  local at = 4 * (i - #names - 2)
  if at >= 0 then
    local hash = KEYS[at + 1]
    local isRead, mark, json = pcall(function()
      local fields = redis.call('HMGET', hash, 'mark', 'waiting', unpack(names))
      local row = { '', tostring(redis.call('XLEN', KEYS[at + 4])) }
      if (tonumber(fields[2]) or 0) > 0 then row[1] = oldest(hash, KEYS[at + 3]) end
      for field = 3, #names + 2 do row[#row + 1] = fields[field] or '' end
      for _, bridge in ipairs(redis.call('SMEMBERS', KEYS[at + 2])) do
        local counts = redis.call('HGETALL', ledgers .. bridge)
        if #counts > 0 or not isRemoved(hash, bridge) then
          table.insert(counts, 1, bridge)
          row[#row + 1] = counts
        end
      end
      return fields[1] or '', cjson.encode(row)
    end)
    if not isRead then
      -- An error of Redis 6 is a text.
      local failure = type(mark) == 'table' and mark.err or tostring(mark)
      if not string.find(failure, 'WRONGTYPE') then return redis.error_reply(failure) end
      mark, json = '', ''
    end
    answer[#answer + 1] = mark
    answer[#answer + 1] = json
  end
end
return answer
`;

export interface TargetStatesCall {
  readonly fields: readonly string[];
  readonly targets: readonly {
    readonly target: string;
    readonly bridges: string;
    readonly events: string;
    readonly dead: string;
    readonly ledgers: string;
  }[];
}

export const targetStates = defineScript<TargetStatesCall, readonly string[]>({
  keys: [],
  moreKeys: ({ targets }) =>
    targets.flatMap(({ target, bridges, events, dead }) => [target, bridges, events, dead]),
  args: [],
  moreArgs: ({ fields, targets }) => [
    fields.length,
    ...fields,
    ...targets.map(({ ledgers }) => ledgers),
  ],
  lua: STATES_LUA,
  readOnly: true,
});

/**
 * The lengths of some streams; 0 for one that does not exist.
 *
 * KEYS   then the streams
 */
const LENGTHS_LUA = `
local lengths = {}
for i, key in ipairs(KEYS) do lengths[i] = redis.call('XLEN', key) end
return lengths
`;

export const streamLengths = defineScript<
  { readonly streams: readonly string[] },
  readonly number[]
>({ keys: [], moreKeys: ({ streams }) => streams, args: [], lua: LENGTHS_LUA, readOnly: true });

/**
 * A hash as JSON: [field, value, field, …], or {} where it is empty.
 *
 * KEYS   hash
 */
const HASH_LUA = `
return cjson.encode(redis.call('HGETALL', KEYS[1]))
`;

export const hashJson = defineScript<{ readonly hash: string }, string>({
  keys: ['hash'],
  args: [],
  lua: HASH_LUA,
  readOnly: true,
});

/**
 * The members of a set as JSON: [member, …], or {} where it is empty.
 *
 * KEYS   set
 */
const MEMBERS_LUA = `
return cjson.encode(redis.call('SMEMBERS', KEYS[1]))
`;

export const membersJson = defineScript<{ readonly set: string }, string>({
  keys: ['set'],
  args: [],
  lua: MEMBERS_LUA,
  readOnly: true,
});
