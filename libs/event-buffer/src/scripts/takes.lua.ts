/**
 * Part of scripts that take from a count of a ledger: none is ever less than nothing. Where it would be,
 * Redis has lost the ledger since these events were received.
 */
export const TAKES_OF_LEDGER = `
local function take(ledger, field, count)
  local left = redis.call('HINCRBY', ledger, field, 0 - count)
  if left < 0 then
    redis.call('HINCRBY', ledger, 'received', 0 - left)
    redis.call('HSET', ledger, field, 0)
  end
end`;
