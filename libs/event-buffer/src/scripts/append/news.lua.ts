/** Part of the append script: whether the new events change whose turn is next. */
export const TELLS_NEWS = `
-- If the target waits for its turn, its most important event decides when that comes.
local news = parked
if known[8] == '2' and depth > before then
  local RANKS = {ambient = 0, chat = 1, paid = 2}
  local rank = 0
  for i = first, #ARGV, 3 do
    local header = ARGV[i]
    -- Candidates are not to be reported yet.
    local last = string.byte(header, 1) == 1 and #header or 0
    for at = 11 + string.byte(header, 2) + 4, last, 8 do
      rank = math.max(rank, RANKS[class(string.byte(header, at))])
    end
  end
  if rank > tonumber(known[9] or 0) then
    keep('rank', rank)
    news = 2
  end
end`;
