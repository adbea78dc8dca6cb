import { CLASS_RANKS, EVENT_CLASSES } from '#live-event';
import { PARKED } from '../../targets/target-delay.js';

const RANKS = EVENT_CLASSES.map((name) => `${name} = ${CLASS_RANKS[name]}`);

/** Part of the append script: whether the new events change whose turn is next. */
export const TELLS_NEWS = `
-- A target that waits for its turn gets it by its most important event: a reporter must be told of a better one.
local news = parked
if known[8] == '${PARKED.forTurn}' and depth > before then
  local RANKS = {${RANKS.join(', ')}}
  local rank = 0
  for i = first, #ARGV, 3 do
    local header = ARGV[i]
    -- Candidates (a header of another version than 1) are not reported yet, so they do not count.
    local last = string.byte(header, 1) == 1 and #header or 0
    for at = 11 + string.byte(header, 2) + 4, last, 8 do
      rank = math.max(rank, RANKS[class(string.byte(header, at))])
    end
  end
  if rank > (tonumber(known[9]) or 0) then
    keep('rank', rank)
    news = 2
  end
end`;

/** Part of the scripts that put into a buffer what waited elsewhere: the same, by what a target's hash says. */
export const RAISES_RANK = `
local function raisesRank(held, known, rank)
  return held == '${PARKED.forTurn}' and tonumber(rank) > (tonumber(known) or 0)
end`;
