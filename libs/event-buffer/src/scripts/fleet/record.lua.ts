import { defineScript } from '../define-script.js';

/**
 * Writes or removes records, in their order, up to the first that somebody has changed since the writer read it.
 *
 * KEYS   index, records, revision, judged
 * ARGV   1 changed: the channel on which the change is announced   2 countMax: the highest number of records
 *        3 judgedAt: what judged held when the writes were found to be right beside all other records;
 *        empty: they need not be
 *        then three for each record: name, text (empty: remove the record), expected: the revision it must have;
 *        0: it must not exist; empty: it must exist, at any revision
 *
 * A new revision is larger than that of any record, so that a record that was removed and made anew is not
 * taken for the earlier one. It is not less than the time in ms, so that no revision is given twice if Redis
 * lost its last seconds.
 *
 * Returns the time in ms and the last revision before, then two for each record that was tried: \`written\` and the
 * revision, or why not and the present revision: \`other\` (it has another one), \`none\` (it does not exist),
 * \`full\`, \`stale\` (others were judged meanwhile).
 */
const LUA = `
local time = redis.call('TIME')
local ms = time[1] * 1000 + math.floor(time[2] / 1000)
local now = string.format('%.0f', ms)
local countMax = tonumber(ARGV[2])
local before = redis.call('GET', KEYS[3]) or '0'
local last = tonumber(before) or 0
local revision
local answer = { now, before }
if ARGV[3] ~= '' and (redis.call('GET', KEYS[4]) or '0') ~= ARGV[3] then
  return { now, before, 'stale', '0' }
end

local function refusal(has, expected)
  if expected == '0' then
    if has then return 'other' end
    if redis.call('HLEN', KEYS[1]) >= countMax then return 'full' end
  elseif not has then return 'none'
  elseif expected ~= '' and expected ~= has then return 'other' end
end

for i = 4, #ARGV, 3 do
  local name, text, expected = ARGV[i], ARGV[i + 1], ARGV[i + 2]
  local has = redis.call('HGET', KEYS[1], name)
  local refused = refusal(has, expected)
  table.insert(answer, refused or 'written')
  if refused then
    table.insert(answer, has or '0')
    break
  end
  last = math.max(last + 1, ms)
  revision = string.format('%.0f', last)
  table.insert(answer, revision)
  if text == '' then
    redis.call('HDEL', KEYS[1], name)
    redis.call('HDEL', KEYS[2], name)
  else
    redis.call('HSET', KEYS[1], name, revision)
    redis.call('HSET', KEYS[2], name, revision .. ' ' .. now .. ' ' .. text)
  end
end
if revision then
  redis.call('SET', KEYS[3], revision)
  if ARGV[3] ~= '' then redis.call('SET', KEYS[4], revision) end
  redis.call('PUBLISH', ARGV[1], revision)
end
return answer
`;

export interface WriteRecordsCall {
  readonly index: string;
  readonly records: string;
  readonly revision: string;
  readonly judged: string;
  readonly changed: string;
  readonly countMax: number;
  readonly judgedAt: string;
  readonly rows: readonly (readonly [name: string, text: string, expected: string])[];
}

export const writeRecords = defineScript<WriteRecordsCall, readonly string[]>({
  keys: ['index', 'records', 'revision', 'judged'],
  args: ['changed', 'countMax', 'judgedAt'],
  moreArgs: ({ rows }) => rows.flat(),
  lua: LUA,
});

/**
 * Restores the records that Redis has lost, from a process that had read all of them.
 *
 * KEYS   index, records, revision
 * ARGV   1 changed: the channel on which the change is announced   2 known: the latest revision that the process knows
 *        3 isLast: 1: this is the last call of the restore, which also writes the revision
 *        then three for each record: name, revision, stored value
 *
 * Returns 1; or 0, with nothing written, if a record has been changed since. Existing records are replaced
 * only by newer ones: a process that was suspended may have restored older ones before.
 */
const RESTORE_LUA = `
local revision = redis.call('GET', KEYS[3])
local known = tonumber(ARGV[2]) or 0
if revision and (tonumber(revision) or 0) > known then return 0 end
for i = 4, #ARGV, 3 do
  local own = tonumber(ARGV[i + 1])
  if (tonumber(redis.call('HGET', KEYS[1], ARGV[i])) or 0) <= own then
    redis.call('HSET', KEYS[1], ARGV[i], ARGV[i + 1])
    redis.call('HSET', KEYS[2], ARGV[i], ARGV[i + 2])
  end
end
if ARGV[3] == '1' then
  redis.call('SET', KEYS[3], ARGV[2])
  redis.call('PUBLISH', ARGV[1], ARGV[2])
end
return 1
`;

export interface RestoreRecordsCall {
  readonly index: string;
  readonly records: string;
  readonly revision: string;
  readonly changed: string;
  readonly known: string;
  readonly isLast: 0 | 1;
  readonly rows: readonly (readonly [name: string, revision: number, kept: string])[];
}

export const restoreRecords = defineScript<RestoreRecordsCall, number>({
  keys: ['index', 'records', 'revision'],
  args: ['changed', 'known', 'isLast'],
  moreArgs: ({ rows }) => rows.flat(),
  lua: RESTORE_LUA,
});
