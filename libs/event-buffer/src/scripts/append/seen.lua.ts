/** Part of the append script: which message ids were seen before. */
export const KNOWS_SEEN = `
-- Two sets take turns, so that forgetting costs nothing per id. How many ids this one was given:
local given = tonumber(known[10]) or 0
local remembered = {}
-- Remembers those ids that were kept, of those that seenAmong was asked about.
local function remember(kept, asked, found)
  if #asked ~= 1 then
    if #kept > 0 then redis.call('SADD', seen, unpack(kept)) end
  elseif #kept == 0 and not found then
    redis.call('SREM', seen, asked[1])
  end
  if #kept == 0 then return end
  remembered[#remembered + 1] = kept
  if given == 0 then redis.call('PEXPIRE', seen, window * 2) end
  given = given + #kept
end

-- Begins another set once this one covers a whole window, or is full: the next append uses it.
local function rotate(now)
  local rotated = tonumber(known[4])
  local since = rotated and now - rotated
  -- Below 0: it was written by a clock that was ahead.
  local isDue = since and since >= 0 and (since >= window or given >= idsMax / 2)
  if isDue and redis.call('EXISTS', seen) == 1 then
    -- An existing set of that name is replaced.
    redis.call('RENAME', seen, seenBefore)
    redis.call('PEXPIRE', seenBefore, window)
  end
  if isDue then given = 0 end
  if isDue or not since or since < 0 then keep('rotated', string.format('%.0f', now)) end
  if given ~= (tonumber(known[10]) or 0) then keep('ids', given) end
end

-- A single id, all that most appends of a quiet room have, is asked about and remembered by one command.
local function isSeenAlone(id)
  if redis.call('SADD', seen, id) == 0 then return true end
  if redis.call('SMISMEMBER', seenBefore, id)[1] == 0 then return false end
  -- It is forgotten with the older set.
  redis.call('SREM', seen, id)
  return true
end

local function seenAmong(ids)
  if #ids == 0 then return nil end
  if #ids == 1 then return isSeenAlone(ids[1]) and {[ids[1]] = true} or nil end
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
