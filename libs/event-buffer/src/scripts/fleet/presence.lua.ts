import { defineScript } from '../define-script.js';
import { GOES_ON_WHEN_FULL } from '../when-full.lua.js';

/**
 * Writes a process's sign of life, and removes processes that have been silent for a minute.
 *
 * KEYS   processes
 * ARGV   1 process   2 note: the description of the process
 *
 * A process is stored as \`<last sign of life, ms by Redis's clock>:<note>\`.
 */
const ANNOUNCE_LUA = `
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
 * Lists the processes.
 *
 * KEYS   processes
 *
 * Returns the time in ms by Redis's clock, then pairs: a process, its stored value.
 */
const LIST_LUA = `
local time = redis.call('TIME')
local answer = redis.call('HGETALL', KEYS[1])
table.insert(answer, 1, string.format('%.0f', time[1] * 1000 + math.floor(time[2] / 1000)))
return answer
`;

export interface AnnounceProcessCall {
  readonly processes: string;
  readonly process: string;
  readonly note: string;
}

export const announceProcess = defineScript<AnnounceProcessCall, number>({
  keys: ['processes'],
  args: ['process', 'note'],
  lua: ANNOUNCE_LUA,
});

export const listProcesses = defineScript<{ readonly processes: string }, readonly string[]>({
  keys: ['processes'],
  args: [],
  lua: LIST_LUA,
});
