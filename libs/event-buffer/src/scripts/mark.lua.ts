import { defineScript } from './define-script.js';
import { GOES_ON_WHEN_FULL } from './when-full.lua.js';

/**
 * Part of scripts that change something that a status shows of a target: they write the last of ARGV as the
 * \`mark\` in the target's hash. A reader need not read a target again while its mark is the same.
 */
export const TAKES_MARK = `
local MARK = table.remove(ARGV)`;

/**
 * Writes a new mark, for changes of a target that are made by plain commands and not by a script.
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
 * The marks of some targets, as JSON; '' for a target without one.
 *
 * KEYS   then the hash of each target
 */
const MARKS_LUA = `
local marks = {}
for i, hash in ipairs(KEYS) do
  local mark = redis.pcall('HGET', hash, 'mark')
  if type(mark) == 'table' then
    -- A key that holds something else is told of by the script that reads the target.
    if not string.find(mark.err, 'WRONGTYPE') then return mark end
    mark = nil
  end
  marks[i] = mark or ''
end
return cjson.encode(marks)
`;

export const targetMarks = defineScript<{ readonly targets: readonly string[] }, string>({
  keys: [],
  moreKeys: ({ targets }) => targets,
  args: [],
  lua: MARKS_LUA,
  readOnly: true,
});
