import { defineScript } from './define-script.js';

/** Who sets a clock back by less leaves the mark: it is past soon. */
const AHEAD_MS_MAX = 60_000;

/**
 * Tells how long ago a process first noticed that Redis had lost its data.
 *
 * KEYS   mark
 * ARGV   1 begins: 1 if the process starts, for which a Redis without a mark is a new one
 *
 * The first start of a relay writes the mark 0. A running process that finds no mark writes the time. Returns
 * the ms since then; -1 if nothing was lost, or if a clock that was ahead wrote the mark, which is then 0 again where
 * it lies far ahead: it would be a loss of just now until that time. Then the mark.
 */
const LUA = `
-- First a write that takes no memory: see when-full.lua.ts.
redis.call('PERSIST', KEYS[1])
local at = redis.call('GET', KEYS[1])
if at == '0' then return {-1, 0} end
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
if not at then
  local isNew = ARGV[1] == '1'
  local mark = isNew and 0 or now
  redis.call('SET', KEYS[1], string.format('%.0f', mark))
  return {isNew and -1 or 0, mark}
end
at = tonumber(at) or 0
if at - now > ${AHEAD_MS_MAX} then
  redis.call('SET', KEYS[1], '0')
  return {-1, 0}
end
return {math.max(-1, now - at), at}
`;

export interface LossAgeCall {
  readonly mark: string;
  readonly begins: 0 | 1;
}

export const lossAge = defineScript<LossAgeCall, [ageMs: number, mark: number]>({
  keys: ['mark'],
  args: ['begins'],
  lua: LUA,
});
