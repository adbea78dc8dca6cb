/**
 * Puts dead letters back into the buffer, behind all that waits.
 *
 * KEYS   target, events, dead letters, then the ledger of each bridge concerned
 * ARGV   1 events that may wait afterwards at most
 *        2 number of letters
 *        then the id of each letter
 *        then for each new entry, in order: number of its ledger, from 1; number of its events;
 *        header, fragments (see entry.ts)
 *
 * Returns {status, events that waited, events that wait now}. Status 1: done. 0: one of the
 * letters is not there any more, 2: there is no room; nothing was changed then. So a letter comes
 * back once, however often its replay is asked for.
 */
export const REPLAY_DEAD_LETTERS_LUA = `
local target, events, dead = KEYS[1], KEYS[2], KEYS[3]
local letters = tonumber(ARGV[2])
local depth = tonumber(redis.call('HGET', target, 'waiting') or 0)
local ids = {}
for i = 1, letters do
  ids[i] = ARGV[2 + i]
  if #redis.call('XRANGE', dead, ids[i], ids[i]) == 0 then return {0, depth, depth} end
end
if depth + letters > tonumber(ARGV[1]) then return {2, depth, depth} end
for i = 3 + letters, #ARGV, 4 do
  local ledger, count = KEYS[3 + tonumber(ARGV[i])], tonumber(ARGV[i + 1])
  redis.call('XADD', events, '*', 'h', ARGV[i + 2], 'd', ARGV[i + 3])
  redis.call('HINCRBY', ledger, 'dead', 0 - count)
  redis.call('HINCRBY', ledger, 'waiting', count)
end
redis.call('XDEL', dead, unpack(ids))
redis.call('HINCRBY', target, 'waiting', letters)
return {1, depth, depth + letters}
`;

/**
 * Removes dead letters for good, and counts them as dropped from now on.
 *
 * KEYS   dead letters, then the ledger of each bridge concerned
 * ARGV   1 the reason under which they are counted
 *        then for each letter: its id; the number of its ledger, from 1 (0: nobody can tell whose
 *        it is)
 *
 * Returns how many were still there: only those are counted.
 */
export const REMOVE_DEAD_LETTERS_LUA = `
local removed = 0
for i = 2, #ARGV, 2 do
  if redis.call('XDEL', KEYS[1], ARGV[i]) == 1 then
    removed = removed + 1
    local ledger = KEYS[1 + tonumber(ARGV[i + 1])]
    if ARGV[i + 1] ~= '0' then
      redis.call('HINCRBY', ledger, 'dead', -1)
      redis.call('HINCRBY', ledger, 'dropped:' .. ARGV[1], 1)
    end
  end
end
return removed
`;
