import { defineScript } from './define-script.js';

/**
 * Tells how long ago a process first noticed that Redis had lost its data.
 *
 * KEYS   mark
 * ARGV   1 begins: 1 if the process starts, for which a Redis without a mark is a new one
 *
 * The first start of a relay writes the mark 0. A running process that finds no mark writes the time. Returns
 * the ms since then; -1 if nothing was lost, or if a clock that was ahead wrote the mark.
 */
const LUA = `
-- First a write that takes no memory: see when-full.lua.ts.
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
