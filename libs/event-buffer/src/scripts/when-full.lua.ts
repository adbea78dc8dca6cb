/**
 * As the first command of a script that frees memory, or that what frees it depends on: a write
 * that takes none. Redis refuses the first write of a script when it is full and the write may
 * take memory, but never stops a script that has written. KEYS[1] is a hash.
 */
export const GOES_ON_WHEN_FULL = `redis.call('HDEL', KEYS[1], '')`;

/** The same for a script of others, whose first key may be of any type. */
export function goesOnWhenFull(lua: string): string {
  return `redis.call('DEL', KEYS[1] .. ':none')\n${lua}`;
}

/**
 * Puts fields into a hash and takes others out, as two commands however many they are. The removal
 * comes first, and there is always one: see {@link GOES_ON_WHEN_FULL}.
 */
export const WRITE_FIELDS = `
local function writeFields(hash, removed, kept, from, to)
  for i = from, to, 2 do
    if ARGV[i + 1] == '' then
      removed[#removed + 1] = ARGV[i]
    else
      kept[#kept + 1] = ARGV[i]
      kept[#kept + 1] = ARGV[i + 1]
    end
  end
  redis.call('HDEL', hash, unpack(removed))
  if #kept > 0 then redis.call('HSET', hash, unpack(kept)) end
end`;
