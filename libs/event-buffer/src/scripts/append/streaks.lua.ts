/** The field that tells who noted streaks last. No streak has this name. */
export const NOTED_BY = '';

/** Part of the append script: how far gift streaks are counted. */
export const NOTES_STREAKS = `
-- An append may hold several notes of a streak: the last one counts.
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
    -- In steps, since Lua cannot unpack more than some thousand values.
    write(1000)
  end
  write(0)
  -- A bridge with lanes is counted by several processes: this tells the others to read the notes again.
  if string.find(bridge, '~%d+$') then
    redis.call('HSET', streaks, '${NOTED_BY}', bridge .. ':' .. ARGV[1])
  end
end`;
