import { GOES_ON_WHEN_FULL } from './when-full.lua.js';

/**
 * Says that a process runs, and forgets those that have not said so for a minute.
 *
 * KEYS   processes
 * ARGV   1 the process   2 what it says of itself
 *
 * A process is kept as \`<said at, ms by Redis's clock>:<what it says>\`.
 */
export const ANNOUNCE_PROCESS_LUA = `
${GOES_ON_WHEN_FULL}
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
redis.call('HSET', KEYS[1], ARGV[1], string.format('%.0f', now) .. ':' .. ARGV[2])
local all = redis.call('HGETALL', KEYS[1])
for i = 1, #all, 2 do
  local at = tonumber(string.match(all[i + 1], '^(%d+):')) or 0
  if math.abs(now - at) > 60000 then redis.call('HDEL', KEYS[1], all[i]) end
end
return 1
`;

/**
 * KEYS   processes
 *
 * Returns the time by Redis's clock, in ms, and then pairs: a process, what is kept of it.
 */
export const LIST_PROCESSES_LUA = `
local time = redis.call('TIME')
local answer = redis.call('HGETALL', KEYS[1])
table.insert(answer, 1, string.format('%.0f', time[1] * 1000 + math.floor(time[2] / 1000)))
return answer
`;
