import { defineScript } from '../define-script.js';
import { WRITE_FIELDS } from '../when-full.lua.js';
import { PARKED } from '../../targets/target-delay.js';
import { TAKES_MARK } from '../mark.lua.js';

/**
 * Starts a drain of a target: issues its epoch, so that no earlier drain settles any more.
 *
 * KEYS   target
 * ARGV   1 queueJobId: BullMQ's job that drives it   then a mark
 *
 * Returns {epoch, the time in ms, field, value, …}: the target's hash.
 */
const BEGIN_LUA = `
${TAKES_MARK}
-- First a write that takes no memory: see when-full.lua.ts.
redis.call('HDEL', KEYS[1], 'delay', 'delayMs', 'held')
local time = redis.call('TIME')
-- Not less than the time: Redis may have lost the last one, and none is ever issued twice. Of 14 digits at most,
-- in tenths of a ms: reporters of versions that count on from it cannot write a longer one.
local known = redis.call('HMGET', KEYS[1], 'drain', 'cursor')
local last = tonumber(known[1]) or 0
-- A cursor that nobody wrote so counts as lost: the drain would read another one, settle nothing, and report the
-- same events again and again.
local cursor = known[2] or '0-0:0'
if not string.find(cursor, '^%d+%-%d+:0$') and not string.find(cursor, '^%d+%-%d+:[1-9]%d?%d?$') then
  redis.call('HDEL', KEYS[1], 'cursor')
end
if last >= 1e14 then last = 0 end
local epoch = string.format('%.0f', math.max(last + 1, time[1] * 10000 + math.floor(time[2] / 100)))
redis.call('HSET', KEYS[1], 'drain', epoch, 'job', ARGV[1], 'mark', MARK)
local fields = redis.call('HGETALL', KEYS[1])
table.insert(fields, 1, string.format('%.0f', time[1] * 1000 + math.floor(time[2] / 1000)))
table.insert(fields, 1, epoch)
return fields
`;

/**
 * Changes fields of a target's hash, if this drain is still the last one.
 *
 * KEYS   target
 * ARGV   1 epoch: the drain's   then pairs: field, value (an empty value removes the field); then a mark;
 *        all packed into one
 *
 * Returns 1, or 0 where another drained since.
 */
const NOTE_LUA = `
${TAKES_MARK}
if redis.call('HGET', KEYS[1], 'drain') ~= ARGV[1] then return 0 end
${WRITE_FIELDS}
writeFields(KEYS[1], {''}, {'mark', MARK}, 2, #ARGV)
return 1
`;

/**
 * Ends the parking of a target whose buffer is empty: the next append wakes the target again.
 *
 * KEYS   target
 * ARGV   1 epoch: the drain's   then a mark
 *
 * Returns how many events wait: where there are any, they came meanwhile, nothing was changed and
 * the drain goes on. 0 where another drained since.
 */
const RELEASE_LUA = `
${TAKES_MARK}
local known = redis.call('HMGET', KEYS[1], 'drain', 'waiting')
if known[1] ~= ARGV[1] then return 0 end
local waiting = tonumber(known[2]) or 0
if waiting == 0 then
  redis.call('HDEL', KEYS[1], 'held', 'delay', 'delayUntil', 'delayMs')
  redis.call('HSET', KEYS[1], 'mark', MARK)
end
return waiting
`;

/**
 * Parks a target whose buffer is empty for its next events: the append that brings them says so to the reporter.
 *
 * KEYS   target
 * ARGV   1 epoch: the drain's   then a mark
 *
 * Returns how many events wait: where there are any, nothing was changed. -1 where another drained since.
 */
const AWAIT_LUA = `
${TAKES_MARK}
local known = redis.call('HMGET', KEYS[1], 'drain', 'waiting', 'held')
if known[1] ~= ARGV[1] then return -1 end
local waiting = tonumber(known[2]) or 0
if waiting == 0 and known[3] ~= '${PARKED.forEvents}' then
  redis.call('HDEL', KEYS[1], 'delay', 'delayUntil', 'delayMs')
  redis.call('HSET', KEYS[1], 'held', '${PARKED.forEvents}', 'mark', MARK)
end
return waiting
`;

export interface BeginDrainCall {
  readonly target: string;
  readonly queueJobId: string;
}

export const beginDrain = defineScript<BeginDrainCall, readonly string[]>({
  keys: ['target'],
  args: ['queueJobId'],
  lua: BEGIN_LUA,
  marks: true,
});

export interface DrainCall {
  readonly target: string;
  readonly epoch: string;
}

export interface NoteDrainCall extends DrainCall {
  /** Each followed by its value. */
  readonly fields: readonly string[];
}

export const noteDrain = defineScript<NoteDrainCall, number>({
  keys: ['target'],
  args: ['epoch'],
  moreArgs: ({ fields }) => fields,
  lua: NOTE_LUA,
  marks: true,
  packs: true,
});

export const releaseDrain = defineScript<DrainCall, number>({
  keys: ['target'],
  args: ['epoch'],
  lua: RELEASE_LUA,
  marks: true,
});

export const awaitEvents = defineScript<DrainCall, number>({
  keys: ['target'],
  args: ['epoch'],
  lua: AWAIT_LUA,
  marks: true,
});
