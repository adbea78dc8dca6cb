/** Part of the append script: how short Redis is of memory, and the refusal where it is nearly full. */
export const ASKS_MEMORY = `
-- BullMQ's jobs and locks stop when Redis is full, so appends leave room for the drains that empty it.
-- INFO costs as much as a small append. So small appends of a bridge ask only at the first and at every 16th,
-- and at each one while memory was short at the last INFO.
local blobs = #ARGV - first + 1
local shortage = tonumber(known[6]) or 0
local asks = blobs >= 15 or (blobs > 0 and (shortage > 0 or number % 16 == 1))
local memory = asks and redis.pcall('INFO', 'memory')
if type(memory) == 'string' then
  local most = tonumber(string.match(memory, 'maxmemory:(%d+)') or 0)
  local used = tonumber(string.match(memory, 'used_memory:(%d+)') or 0)
  local taken = most > 0 and used / most or 0
  local now = taken > 0.9 and 3 or taken > 0.85 and 2 or taken > 0.8 and 1 or 0
  if now ~= shortage then redis.pcall('HSET', target, 'memory', now) end
  if now == 3 then
    return redis.error_reply('OOM RELAY leaves a tenth of maxmemory to what drains the buffers')
  end
  shortage = now
end`;
