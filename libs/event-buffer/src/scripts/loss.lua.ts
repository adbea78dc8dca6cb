import { defineScript } from './define-script.js';

/**
 * Tells how long ago Redis was first seen without what it had held.
 *
 * KEYS   mark
 * ARGV   1 begins: 1 where a process starts, to which a Redis without a mark is new
 *
 * The mark is 0 from the first start of a relay on; a process that finds it gone writes the time. Returns the ms
 * since then; -1 where nothing was lost, or a clock that was ahead wrote it.
 */
const LUA = `
-- A write that takes no memory, so that a full Redis lets the other pass: see when-full.lua.ts.
redis.call('PERSIST', KEYS[1])
local at = redis.call('GET', KEYS[1])
if at == '0' then return -1 end
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
if not at then
  local isNew = ARGV[1] == '1'
  redis.call('SET', KEYS[1], isNew and '0' or string.format('%.0f', now))
  return isNew and -1 or 0
end
return math.max(-1, now - tonumber(at))
`;

export interface LossAgeCall {
  readonly mark: string;
  readonly begins: 0 | 1;
}

export const lossAge = defineScript<LossAgeCall, number>({
  keys: ['mark'],
  args: ['begins'],
  lua: LUA,
});
