import { defineScript } from '../define-script.js';
import { TAKES_MARK } from '../mark.lua.js';
import { BRIDGE_PREFIXES } from '../../targets/bridge-fields.js';
import { CONTROL_STATES } from '../../targets/target-control.js';

/**
 * Forgets the bridges of a target that no process has named for long, and the target itself once it has
 * none left. A bridge is kept while it has waiting events or unfinished streaks, or its target has dead
 * letters. A target is kept while an operator pauses or holds it.
 *
 * KEYS   target, bridges, events, dead, then 8 that go with the target: seen, seen before,
 *        chosen, greeted, trail, and where comments, entries and gifts wait;
 *        then the ledger and the streaks of each bridge
 * ARGV   1 keepMs: how long an unnamed bridge is kept, at most
 *        2 heardMs: how long a process may still name it after that   then the bridges; then a mark
 *
 * The time until which a bridge is kept is the field \`keep:<bridge>\` of the target; below 0 it is the time,
 * negated, since which the script waits for a process that still names the bridge.
 *
 * Returns {1 if the target is gone, else 0, the forgotten bridges …}.
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
  local ends = tonumber(redis.call('HGET', target, '${BRIDGE_PREFIXES.keep}' .. bridge) or '')
  -- A previous version wrote no time, or the clock was ahead when it was written.
  if not ends or math.abs(ends) > latest then
    redis.call('HSET', target, '${BRIDGE_PREFIXES.keep}' .. bridge, string.format('%.0f', latest))
  elseif ends > 0 and ends <= now then
    -- The clock may have jumped: a process that has the bridge gets time to name it again.
    redis.call('HSET', target, '${BRIDGE_PREFIXES.keep}' .. bridge, string.format('-%.0f', now))
  elseif ends < 0 and now + ends >= tonumber(ARGV[2]) then
    local waiting = tonumber(redis.call('HGET', ledger, 'waiting')) or 0
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
    -- Also the fields of its lanes, whose names are the bridge with ~ and a number.
    local bridge = string.match(field, '^%a+:([^~]*)')
    if bridge and gone[bridge] then redis.call('HDEL', target, field) end
  end
end
if redis.call('SCARD', bridges) > 0 or letters > 0 or redis.call('XLEN', events) > 0 then
  return {0, unpack(forgotten)}
end
local known = redis.call('HMGET', target, 'waiting', 'control', 'held')
local state = string.match(known[2] or '', '^%d+:(%a+):') or '${CONTROL_STATES[0]}'
if (tonumber(known[1]) or 0) > 0 or known[3] or state ~= '${CONTROL_STATES[0]}' then return {0, unpack(forgotten)} end
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
