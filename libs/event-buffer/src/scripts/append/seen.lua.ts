/** Part of the append script: which message ids were seen before. */
export const KNOWS_SEEN = `
-- Set by rotate: the set of this window does not exist yet.
local fresh = false
local function remember(ids)
  if #ids == 0 then return end
  redis.call('SADD', seen, unpack(ids))
  if fresh then
    redis.call('PEXPIRE', seen, window * 2)
    fresh = false
  end
end

-- Two sets take turns, so that forgetting costs nothing per id.
local function rotate()
  local time = redis.call('TIME')
  local now = time[1] * 1000 + math.floor(time[2] / 1000)
  local size = redis.call('SCARD', seen)
  fresh = size == 0
  -- A clock that was ahead makes it negative.
  local since = now - tonumber(known[4] or 0)
  if since >= 0 and since < window and size < idsMax / 2 then return end
  redis.call('UNLINK', seenBefore)
  if not fresh then
    redis.call('RENAME', seen, seenBefore)
    redis.call('PEXPIRE', seenBefore, window)
    fresh = true
  end
  redis.call('HSET', target, 'rotated', string.format('%.0f', now))
end

local function seenAmong(ids)
  if #ids == 0 then return nil end
  local found = nil
  for _, set in ipairs({seen, seenBefore}) do
    local answers = redis.call('SMISMEMBER', set, unpack(ids))
    for i = 1, #ids do
      if answers[i] == 1 then
        found = found or {}
        found[ids[i]] = true
      end
    end
  end
  return found
end

local function idsOf(blob)
  local ids = {}
  for at = 1, #blob, 8 do
    local id = string.sub(blob, at, at + 7)
    if id ~= NONE then ids[#ids + 1] = id end
  end
  return ids
end`;
