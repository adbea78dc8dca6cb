/** No streak has this name. */
export const NOTED_BY = '';

/** Part of the append script: how far gift streaks are counted. */
export const NOTES_STREAKS = `
-- The last note of a streak counts.
local function noteStreaks()
  local last = {}
  for i = streaksAt + 1, first - 1, 2 do last[ARGV[i]] = ARGV[i + 1] end
  local known, over = {}, {}
  local function write(atLeast)
    if #known > atLeast then
      redis.call('HSET', streaks, unpack(known))
      known = {}
    end
    if #over > atLeast then
      redis.call('HDEL', streaks, unpack(over))
      over = {}
    end
  end
  for name, note in pairs(last) do
    if note == '' then
      over[#over + 1] = name
    else
      known[#known + 1] = name
      known[#known + 1] = note
    end
    -- Lua unpacks no more than some thousands at a time.
    write(1000)
  end
  write(0)
  -- If any process may append, this tells the others that there is something new for them.
  if string.find(bridge, '~%d+$') then
    redis.call('HSET', streaks, '${NOTED_BY}', bridge .. ':' .. ARGV[1])
  end
end`;
