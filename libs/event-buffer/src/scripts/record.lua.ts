import { defineScript } from './define-script.js';

/**
 * Writes or removes one record, if it is still as its writer knows it.
 *
 * KEYS   index, records, revision
 * ARGV   1 changed: the channel on which it is told   2 name   3 text: empty: remove it
 *        4 expected: the revision that it must have: 0 there must be none, empty any, as long as there is one
 *        5 countMax: how many records there may be
 *
 * A revision is larger than any before it, of whichever record: one that was removed and made anew
 * is not taken for the one before. Nor is it given twice where Redis lost its last seconds: it is not
 * less than the time in ms.
 *
 * Returns \`written\`, the revision and the time in ms; or why not, and the revision that it has:
 * \`other\`, \`none\`, \`full\`.
 */
const LUA = `
local name, text, expected = ARGV[2], ARGV[3], ARGV[4]
local has = redis.call('HGET', KEYS[1], name)
if expected == '0' then
  if has then return { 'other', has } end
  if redis.call('HLEN', KEYS[1]) >= tonumber(ARGV[5]) then return { 'full', '0' } end
else
  if not has then return { 'none', '0' } end
  if expected ~= '' and expected ~= has then return { 'other', has } end
end
local time = redis.call('TIME')
local ms = time[1] * 1000 + math.floor(time[2] / 1000)
local now = string.format('%.0f', ms)
local last = tonumber(redis.call('GET', KEYS[3]) or 0)
local revision = string.format('%.0f', math.max(last + 1, ms))
redis.call('SET', KEYS[3], revision)
if text == '' then
  redis.call('HDEL', KEYS[1], name)
  redis.call('HDEL', KEYS[2], name)
else
  redis.call('HSET', KEYS[1], name, revision)
  redis.call('HSET', KEYS[2], name, revision .. ' ' .. now .. ' ' .. text)
end
redis.call('PUBLISH', ARGV[1], revision)
return { 'written', revision, now }
`;

export interface WriteRecordCall {
  readonly index: string;
  readonly records: string;
  readonly revision: string;
  readonly changed: string;
  readonly name: string;
  readonly text: string;
  readonly expected: string;
  readonly countMax: number;
}

export const writeRecord = defineScript<WriteRecordCall, readonly string[]>({
  keys: ['index', 'records', 'revision'],
  args: ['changed', 'name', 'text', 'expected', 'countMax'],
  lua: LUA,
});

/**
 * Writes again what Redis has lost of the records, as a process knows them that had read all.
 *
 * KEYS   index, records, revision
 * ARGV   1 changed: the channel on which it is told   2 known: the revision up to which they are known
 *        3 isLast: 1: nothing follows, and the revision is written, too
 *        then three for each record: name, revision, what is kept of it
 *
 * Returns 1; 0 where somebody has changed a record since: nothing is written then. Of what is there only
 * what is older is written over: a process that had stood still may have restored what it knew.
 */
const RESTORE_LUA = `
local revision = redis.call('GET', KEYS[3])
if revision and tonumber(revision) > tonumber(ARGV[2]) then return 0 end
for i = 4, #ARGV, 3 do
  local own = tonumber(ARGV[i + 1])
  if tonumber(redis.call('HGET', KEYS[1], ARGV[i]) or 0) <= own then
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
