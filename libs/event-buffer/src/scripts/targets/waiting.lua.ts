import { defineScript } from '../define-script.js';

/**
 * Which of some targets have events that wait for a report.
 *
 * KEYS   then the hash of each target
 *
 * Returns six texts for each target that does: its index among the keys, from 0; then the fields delay,
 * delayMs, delayUntil, drain and cursor, '' where one is missing. A key that holds something else is left out, so
 * that the others are found. The script only reads, so that it also works on a full Redis.
 */
const WAITING_LUA = `
local answer = {}
for i, hash in ipairs(KEYS) do
  local fields = redis.pcall('HMGET', hash, 'waiting', 'delay', 'delayMs', 'delayUntil', 'drain', 'cursor')
  if fields.err and not string.find(fields.err, 'WRONGTYPE') then return fields end
  if not fields.err and (tonumber(fields[1]) or 0) > 0 then
    answer[#answer + 1] = tostring(i - 1)
    for field = 2, 6 do answer[#answer + 1] = fields[field] or '' end
  end
end
return answer
`;

export const waitingTargets = defineScript<
  { readonly targets: readonly string[] },
  readonly string[]
>({
  keys: [],
  moreKeys: ({ targets }) => targets,
  args: [],
  lua: WAITING_LUA,
  readOnly: true,
});

/**
 * Which of some targets have events that wait to be chosen.
 *
 * KEYS   then the hash of each target
 *
 * Returns the index of each target that does, from 0.
 */
const CHOOSING_LUA = `
local answer = {}
for i, hash in ipairs(KEYS) do
  local choosing = redis.pcall('HGET', hash, 'choosing')
  if type(choosing) == 'table' then
    if not string.find(choosing.err, 'WRONGTYPE') then return choosing end
  elseif choosing and (tonumber(choosing) or 0) ~= 0 then answer[#answer + 1] = i - 1 end
end
return answer
`;

export const choosingTargets = defineScript<
  { readonly targets: readonly string[] },
  readonly number[]
>({
  keys: [],
  moreKeys: ({ targets }) => targets,
  args: [],
  lua: CHOOSING_LUA,
  readOnly: true,
});
