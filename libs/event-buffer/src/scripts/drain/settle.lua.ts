import { defineScript, type Argument } from '../define-script.js';
import { TAKES_OF_LEDGER } from '../targets/takes.lua.js';
import { WRITE_FIELDS } from '../when-full.lua.js';
import { TAKES_MARK } from '../mark.lua.js';
import { CONTROL_STATES } from '../../targets/target-control.js';

/** The numbers of the states in the answer. */
const CONTROLS = CONTROL_STATES.map((state, i) => `${state} = ${i}`);

/**
 * Moves the head of a buffer past events of which something became: reported, expired, dead.
 * Nothing else moves it.
 *
 * KEYS   target, events, dead, then the ledger of each bridge concerned
 * ARGV   1 epoch: the drain's   2 start: the cursor as this drain knows it
 *        3 cursor: the new one   4 firstKept: the first entry to keep
 *        5 passed: how many events   6 delivered: 1 where a report was accepted
 *        then number f of fields to set in the target's hash, then f pairs: field, value
 *        then for each ledger: number n, then n pairs: field, count
 *        then two for each dead letter: meta, fragment; then a mark; all packed into one
 *
 * Returns {1, events that wait now, what an operator wants: 0 running, 1 paused, 2 held}, or {0}
 * where another drained since: nothing changed then. An answer that was lost may be asked for
 * again: the cursor tells that it was applied.
 */
const LUA = `
${TAKES_MARK}
local target, events, dead = KEYS[1], KEYS[2], KEYS[3]
local known = redis.call('HMGET', target, 'drain', 'cursor', 'waiting', 'control')
if known[1] ~= ARGV[1] then return {0} end
local wanted = string.match(known[4] or '', '^%d+:(%a+):')
local CONTROLS = {${CONTROLS.join(', ')}}
local control = wanted and CONTROLS[wanted] or 0
if (known[2] or '0-0:0') ~= ARGV[2] then
  if known[2] == ARGV[3] then return {1, tonumber(known[3]) or 0, control} end
  return {0}
end

${WRITE_FIELDS}
-- Redis may have lost the count.
local waiting = math.max(0, (tonumber(known[3]) or 0) - tonumber(ARGV[5]))
local removed = ARGV[6] == '1' and {'failures', 'failing', 'pausedReason', 'pausedAt'} or {''}
local at = 8 + tonumber(ARGV[7]) * 2
writeFields(target, removed, {'cursor', ARGV[3], 'waiting', waiting, 'mark', MARK}, 8, at - 1)

${TAKES_OF_LEDGER}
-- An error undoes nothing. Where nothing may be counted, the head goes back, to be settled later; what is wrong with
-- one key keeps back no other: it is told once all else is settled.
local failure
for i = 4, #KEYS do
  local fields = tonumber(ARGV[at])
  local from = at + 1
  at = from + fields * 2
  local isCounted, why = pcall(function()
    for n = from, at - 1, 2 do take(KEYS[i], ARGV[n], -ARGV[n + 1]) end
  end)
  if not isCounted then
    failure = type(why) == 'table' and why or {err = why}
    if not string.find(failure.err, 'WRONGTYPE') and not string.find(failure.err, 'integer') then
      redis.call('HSET', target, 'cursor', ARGV[2], 'waiting', known[3] or '0')
      return failure
    end
  end
end
for i = at, #ARGV, 2 do
  local letter = redis.pcall('XADD', dead, '*', 'm', ARGV[i], 'd', ARGV[i + 1])
  if type(letter) == 'table' then failure = letter end
end
local trimmed = redis.pcall('XTRIM', events, 'MINID', ARGV[4])
return type(trimmed) == 'table' and trimmed or failure or {1, waiting, control}
`;

export interface SettleCall {
  readonly target: string;
  readonly events: string;
  readonly dead: string;
  readonly epoch: string;
  readonly start: string;
  readonly cursor: string;
  readonly firstKept: string;
  readonly passed: number;
  readonly delivered: 0 | 1;
  /** Fields of the target's hash, each followed by its value; an empty value removes one. */
  readonly fields: readonly string[];
  /** The changes of each ledger, by its key. */
  readonly counts: ReadonlyMap<string, readonly (readonly [field: string, by: number])[]>;
  readonly letters: readonly { readonly meta: string; readonly fragment: Buffer }[];
}

export const settleEvents = defineScript<SettleCall, readonly number[]>({
  keys: ['target', 'events', 'dead'],
  moreKeys: ({ counts }) => [...counts.keys()],
  args: ['epoch', 'start', 'cursor', 'firstKept', 'passed', 'delivered'],
  moreArgs: ({ fields, counts, letters }) => {
    const args: Argument[] = [fields.length / 2, ...fields];
    for (const ofLedger of counts.values()) {
      args.push(ofLedger.length);
      for (const [field, by] of ofLedger) args.push(field, by);
    }
    for (const { meta, fragment } of letters) args.push(meta, fragment);
    return args;
  },
  lua: LUA,
  marks: true,
  packs: true,
});
