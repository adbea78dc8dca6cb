import { defineScript } from './define-script.js';
import { TAKES_MARK } from './mark.lua.js';

/**
 * Forgets the bridges of a target that nobody has named for long, and the target itself where it
 * has none left. What waits, is dead, or is counted on keeps a bridge; so does a pause a target.
 *
 * KEYS   target, bridges, events, dead, then 8 that go with the target: seen, seen before,
 *        chosen, greeted, trail, and where comments, entries and gifts wait;
 *        then the ledger and the streaks of each bridge
 * ARGV   1 keepMs: how long a bridge is kept at most, ms
 *        2 heardMs: for how long it is listened once that is over, ms   then the bridges; then a mark
 *
 * Returns {1 where the target is gone, the bridges that were forgotten …}.
 */
const FORGET_LUA = `
${TAKES_MARK}
local target, bridges, events, dead = KEYS[1], KEYS[2], KEYS[3], KEYS[4]
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local latest = now + tonumber(ARGV[1])
local letters = redis.call('XLEN', dead)
local forgotten, gone = {}, {}
for i = 3, #ARGV do
  local bridge, ledger, streaks = ARGV[i], KEYS[2 * i + 7], KEYS[2 * i + 8]
  local ends = tonumber(redis.call('HGET', target, 'keep:' .. bridge) or '')
  -- A previous version named it, or the clock was ahead then.
  if not ends or math.abs(ends) > latest then
    redis.call('HSET', target, 'keep:' .. bridge, string.format('%.0f', latest))
  elseif ends > 0 and ends <= now then
    -- The clock may have jumped: a process that still has it announces it before it is forgotten.
    redis.call('HSET', target, 'keep:' .. bridge, string.format('-%.0f', now))
  elseif ends < 0 and now + ends >= tonumber(ARGV[2]) then
    local waiting = tonumber(redis.call('HGET', ledger, 'waiting') or 0)
    if waiting <= 0 and letters == 0 and redis.call('EXISTS', streaks) == 0 then
      redis.call('DEL', ledger)
      redis.call('SREM', bridges, bridge)
      forgotten[#forgotten + 1] = bridge
      gone[bridge] = true
    end
  end
end
if #forgotten > 0 then
  redis.call('HSET', target, 'mark', MARK)
  for _, field in ipairs(redis.call('HKEYS', target)) do
    -- Including its lanes, on which any process may append.
    local bridge = string.match(field, '^%a+:([^~]*)')
    if bridge and gone[bridge] then redis.call('HDEL', target, field) end
  end
end
if redis.call('SCARD', bridges) > 0 or letters > 0 or redis.call('XLEN', events) > 0 then
  return {0, unpack(forgotten)}
end
local known = redis.call('HMGET', target, 'waiting', 'control', 'held')
local state = string.match(known[2] or '', '^%d+:(%a+):') or 'running'
if tonumber(known[1] or 0) > 0 or known[3] or state ~= 'running' then return {0, unpack(forgotten)} end
for i = 10, 12 do
  if redis.call('XLEN', KEYS[i]) > 0 then return {0, unpack(forgotten)} end
end
for i = 1, 12 do redis.call('DEL', KEYS[i]) end
return {1, unpack(forgotten)}
`;

export interface ForgetNamesCall {
  readonly target: string;
  readonly bridges: string;
  readonly events: string;
  readonly dead: string;
  /** Seen, seen before, chosen, greeted, trail, then the lanes: comments, entries, gifts. */
  readonly rest: readonly string[];
  readonly keepMs: number;
  readonly heardMs: number;
  readonly named: readonly {
    readonly bridge: string;
    readonly ledger: string;
    readonly streaks: string;
  }[];
}

export const forgetNames = defineScript<ForgetNamesCall, readonly (string | number)[]>({
  keys: ['target', 'bridges', 'events', 'dead'],
  moreKeys: ({ rest, named }) => [
    ...rest,
    ...named.flatMap(({ ledger, streaks }) => [ledger, streaks]),
  ],
  args: ['keepMs', 'heardMs'],
  moreArgs: ({ named }) => named.map(({ bridge }) => bridge),
  lua: FORGET_LUA,
  marks: true,
});
