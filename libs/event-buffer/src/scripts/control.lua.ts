import { defineScript } from './define-script.js';
import { TAKES_MARK } from './mark.lua.js';

/**
 * Changes what an operator wants of a target, if it is still as it was read.
 *
 * KEYS   target
 * ARGV   1 revision: the one that is to be changed; '*': whichever it is
 *        2 state: the new one   3 by: who wants it   then a mark
 *
 * Kept as \`<revision>:<state>:<at, ms>:<who>\` and never removed, so that a revision means one
 * thing for ever. Returns {1 or 0, what it is now}.
 */
const LUA = `
${TAKES_MARK}
local known = redis.call('HGET', KEYS[1], 'control') or '0:running:0:'
local revision, state = string.match(known, '^(%d+):(%a+):')
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
