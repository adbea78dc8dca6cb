import { defineScript } from './define-script.js';
import { GOES_ON_WHEN_FULL } from './when-full.lua.js';

/**
 * Part of scripts that change what a status tells of a target: the last of ARGV becomes the \`mark\` in the
 * target's hash. A reader that has read the target at a mark need not read it again while the mark stays.
 */
export const TAKES_MARK = `
local MARK = table.remove(ARGV)`;

/**
 * Says that something of a target has changed, where no script of its own changed that.
 *
 * KEYS   target
 * ARGV   then a mark
 */
const MARK_LUA = `
${TAKES_MARK}
${GOES_ON_WHEN_FULL}
redis.call('HSET', KEYS[1], 'mark', MARK)
return 1
`;

export const markTarget = defineScript<{ readonly target: string }, number>({
  keys: ['target'],
  args: [],
  lua: MARK_LUA,
  marks: true,
});

/**
 * The marks of some targets, as JSON: '' where there is none.
 *
 * KEYS   then the hash of each target
 */
const MARKS_LUA = `
local marks = {}
for i, hash in ipairs(KEYS) do marks[i] = redis.call('HGET', hash, 'mark') or '' end
return cjson.encode(marks)
`;

export const targetMarks = defineScript<{ readonly targets: readonly string[] }, string>({
  keys: [],
  moreKeys: ({ targets }) => targets,
  args: [],
  lua: MARKS_LUA,
  readOnly: true,
});
