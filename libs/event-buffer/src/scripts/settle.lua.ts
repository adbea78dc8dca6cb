import { WRITE_FIELDS } from './when-full.lua.js';

/**
 * Moves the head of a buffer past events of which something became: reported, expired, dead.
 * Nothing else moves it.
 *
 * KEYS   target, events, dead letters, then the ledger of each bridge concerned
 * ARGV   1 drain epoch       2 the cursor as this drain knows it
 *        3 the new cursor    4 the first entry to keep
 *        5 events passed     6 1 where a report was accepted
 *        7 number f of fields to set in the target's hash, then f pairs: field, value
 *        then for each ledger: number n, then n pairs: field, count
 *        then two for each dead letter: meta, fragment
 *
 * Returns {1, events that wait now, what an operator wants: 0 running, 1 paused, 2 held}, or {0}
 * where another drained since: nothing changed then. An answer that was lost may be asked for
 * again: the cursor tells that it was applied.
 */
export const SETTLE_LUA = `
local target, events, dead = KEYS[1], KEYS[2], KEYS[3]
local known = redis.call('HMGET', target, 'drain', 'cursor', 'waiting', 'control')
if known[1] ~= ARGV[1] then return {0} end
local wanted = string.match(known[4] or '', '^%d+:(%a+):')
local control = wanted == 'paused' and 1 or wanted == 'held' and 2 or 0
if (known[2] or '0-0:0') ~= ARGV[2] then
  if known[2] == ARGV[3] then return {1, tonumber(known[3] or 0), control} end
  return {0}
end

${WRITE_FIELDS}
-- Redis may have lost the count.
local waiting = math.max(0, tonumber(known[3] or 0) - tonumber(ARGV[5]))
local removed = ARGV[6] == '1' and {'failures', 'failing', 'pausedReason', 'pausedAt'} or {''}
local at = 8 + tonumber(ARGV[7]) * 2
writeFields(target, removed, {'cursor', ARGV[3], 'waiting', waiting}, 8, at - 1)
redis.call('XTRIM', events, 'MINID', ARGV[4])

for i = 4, #KEYS do
  local fields = tonumber(ARGV[at])
  at = at + 1
  for _ = 1, fields do
    local count = redis.call('HINCRBY', KEYS[i], ARGV[at], ARGV[at + 1])
    -- Redis has lost the ledger since these events were received.
    if count < 0 and ARGV[at] == 'waiting' then
      redis.call('HINCRBY', KEYS[i], 'received', 0 - count)
      redis.call('HSET', KEYS[i], 'waiting', 0)
    end
    at = at + 2
  end
end
for i = at, #ARGV, 2 do
  redis.call('XADD', dead, '*', 'm', ARGV[i], 'd', ARGV[i + 1])
end
return {1, waiting, control}
`;
