/**
 * The first command of scripts that must also run on a full Redis, such as those that free memory. A full
 * Redis refuses a command that may take memory, unless the script has already written something. So a write
 * that takes no memory comes first. KEYS[1] must be a hash.
 */
export const GOES_ON_WHEN_FULL = `redis.call('HDEL', KEYS[1], '')`;

/** The same for a script of BullMQ, whose first key may be of any type. */
export function goesOnWhenFull(lua: string): string {
  return `redis.call('DEL', KEYS[1] .. ':none')\n${lua}`;
}

/**
 * Sets and removes any number of fields of a hash by two commands. A removal always comes first, even if no
 * field is to be removed: see {@link GOES_ON_WHEN_FULL}.
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
