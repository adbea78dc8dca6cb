import { BRIDGE_PREFIXES } from '../../targets/bridge-fields.js';

/**
 * Part of the append script: answers an append under an epoch that is over, and a repeated append.
 */
export const ADMITS_EPOCH = `
-- The field past:<bridge> has the last epoch that is over, and the highest numbers of its appends that were
-- applied, and that were refused and counted: an append is never counted twice.
if epoch < knownEpoch then
  local past = redis.call('HGET', target, '${BRIDGE_PREFIXES.past}' .. bridge) or '0:0:0'
  local over, applied, refused = string.match(past, '^(%d+):(%d+):(%d+)$')
  if not over or epoch > tonumber(over) then over, applied, refused = ARGV[1], '0', '0' end
  local isKnown = epoch == tonumber(over)
  if isKnown and number <= tonumber(applied) then return {2, depth, depth, parked} end
  if received > 0 and not (isKnown and number <= tonumber(refused)) then
    redis.call('HINCRBY', ledger, 'received', received)
    local events = received
    for i = 10, streaksAt - 1, 2 do
      redis.call('HINCRBY', ledger, 'dropped:' .. ARGV[i], ARGV[i + 1])
      events = events - ARGV[i + 1]
    end
    if events > 0 then redis.call('HINCRBY', ledger, 'dropped:stale_lease', events) end
    if isKnown then
      redis.call('HSET', target, '${BRIDGE_PREFIXES.past}' .. bridge, over .. ':' .. applied .. ':' .. ARGV[3])
    end
    redis.call('HSET', target, 'mark', MARK)
  end
  return {0, depth, depth, parked}
end
if epoch == knownEpoch and number <= (tonumber(known[2]) or 0) then
  return {2, depth, depth, parked}
end`;
