import { defineScript } from '../define-script.js';
import { TAKES_MARK } from '../mark.lua.js';
import { CONTROL_STATES } from '../../targets/target-control.js';

/**
 * Changes an operator's control of a target, if nobody has changed it since it was read.
 *
 * KEYS   target
 * ARGV   1 revision: the revision that was read; '*': any
 *        2 state: the new state   3 by: the operator   then a mark
 *
 * The control is stored as \`<revision>:<state>:<changed at, ms>:<operator>\`. It is never removed, so that a
 * revision never means two different states. Returns {1 if it has the new state, else 0, the stored control}.
 */
const LUA = `
${TAKES_MARK}
local known = redis.call('HGET', KEYS[1], 'control') or ''
local revision, state = string.match(known, '^(%d+):(%a+):')
if not revision then revision, state, known = '0', '${CONTROL_STATES[0]}', '0:${CONTROL_STATES[0]}:0:' end
if ARGV[1] ~= '*' and ARGV[1] ~= revision then return {0, known} end
if state == ARGV[2] then return {1, known} end
local time = redis.call('TIME')
local at = time[1] * 1000 + math.floor(time[2] / 1000)
local now = string.format('%d:%s:%.0f:%s', tonumber(revision) + 1, ARGV[2], at, ARGV[3])
redis.call('HSET', KEYS[1], 'control', now, 'mark', MARK)
return {1, now}
`;

export interface ControlTargetCall {
  readonly target: string;
  readonly revision: string;
  readonly state: string;
  readonly by: string;
}

export const controlTarget = defineScript<ControlTargetCall, readonly [number, string]>({
  keys: ['target'],
  args: ['revision', 'state', 'by'],
  lua: LUA,
  marks: true,
});
