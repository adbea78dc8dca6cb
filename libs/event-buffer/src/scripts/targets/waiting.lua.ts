import { defineScript } from '../define-script.js';

/**
 * Which of some targets have events that wait for a report.
 *
 * KEYS   then the hash of each target
 *
 * Returns six texts for each target that does: its index among the keys, from 0; then the fields delay,
 * delayMs, delayUntil, drain and cursor, '' where one is missing. The script only reads, so that it also works
 * on a full Redis.
 */
const WAITING_LUA = `
local answer = {}
for i, hash in ipairs(KEYS) do
  local fields = redis.call('HMGET', hash, 'waiting', 'delay', 'delayMs', 'delayUntil', 'drain', 'cursor')
  if (tonumber(fields[1] or 0) or 0) > 0 then
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
  local choosing = redis.call('HGET', hash, 'choosing')
  if choosing and (tonumber(choosing) or 0) ~= 0 then answer[#answer + 1] = i - 1 end
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
