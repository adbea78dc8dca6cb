import { EVENT_TYPES } from '#live-event';

/**
 * Part of the append script: how many events of each type a second admits.
 *
 * @param types all that there are, in the order of their numbers.
 */
export function keepsCaps(types: readonly string[]): string {
  return `
-- The caps of the types, and how many events of each this second, by Redis's clock, has admitted so far.
local NAMES = {${types.map((type) => `'${type}'`).join(', ')}}
local caps, taken, second = nil, {}, nil
if ARGV[8] ~= '' and blobs > 0 then
  second = redis.call('TIME')[1]
  caps = {}
  for cap in string.gmatch(ARGV[8], '%d+') do caps[#caps + 1] = tonumber(cap) end
  local at, counts = string.match(known[5] or '', '^(%d+):(.*)$')
  if at == second then
    for count in string.gmatch(counts, '%d+') do taken[#taken + 1] = tonumber(count) end
  else
    for i = 1, #caps do taken[i] = 0 end
  end
end
local function slot(type)
  return type > #NAMES and #NAMES or type
end
-- A count may be missing: the previous version knew no raw events.
local function isCapped(at, more)
  return caps[at] > 0 and (taken[at] or 0) + more > caps[at]
end
local function takeOf(at, more)
  for i = #taken + 1, at do taken[i] = 0 end
  taken[at] = taken[at] + more
end

-- Counts all events of an entry against the caps, if none of them is capped.
local function takeAll(header, count)
  local counts = {${types.map(() => '0').join(', ')}}
  for i = #header - count * 8 + 5, #header, 8 do
    local at = slot(string.byte(header, i))
    counts[at] = counts[at] + 1
  end
  for at, more in ipairs(counts) do
    if more > 0 and isCapped(at, more) then return false end
  end
  for at, more in ipairs(counts) do takeOf(at, more) end
  return true
end`;
}

export const KEEPS_CAPS = keepsCaps(EVENT_TYPES);
