/**
 * Part of scripts that subtract from a count of a ledger. A count never becomes negative: that would mean that
 * Redis has lost the ledger since these events were received, so the missing ones are counted as received.
 */
export const TAKES_OF_LEDGER = `
local function take(ledger, field, count)
  local left = redis.call('HINCRBY', ledger, field, 0 - count)
  if left < 0 then
    redis.call('HINCRBY', ledger, 'received', 0 - left)
    redis.call('HSET', ledger, field, 0)
  end
end`;
