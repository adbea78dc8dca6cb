import { EVENT_TYPES, STREAK_QUIET_MS } from '#live-event';

/** So many of a target may wait to be chosen; more are shed. */
export const PARKED_EVENTS_MAX = 20_000;

/**
 * Appends the chunks of one bridge to its target's buffer, in one atomic step: refuses an old
 * lease epoch, drops what was seen before, admits by class, keeps the ledger and how far
 * gift streaks are counted.
 *
 * KEYS   target, events, seen, seen before, ledger, streaks,
 *        then where comments, entries and gifts wait to be chosen
 * ARGV   1 epoch of the bridge's or lane's lease 2 bridge, with its lane
 *        3 number of this append in that epoch  4 events the buffer may hold
 *        5 dedupe window, ms                    6 ids the window may hold
 *        7 received: all events that this append accounts for, dropped ones too
 *        8 how many of each type are admitted a second, by number from 1, with commas; 0: any; ''
 *        9 number d of drop reasons, then d pairs: reason, count (what filters dropped)
 *        then number s of streaks, then s pairs: name, note; an empty note: it is over
 *        then three for each entry: header, fragments, ids (see entry.ts, chunk.ts)
 * Which of the last three an entry is for is the version in its header; 1: it is to be reported.
 *
 * Returns {status, depth before, depth after, news, reason, count, reason, count, …}; the news is 1
 * where a reporter rests on the target, 2 where the target waits for its turn there and something
 * came that matters more than all before, else 0; the reasons are the drops of this script. Status 1:
 * appended. 3: too, as the first of the bridge, or Redis lost what it knew of it. 2: this append was
 * applied before (its answer was lost), nothing changed. 0: refused, a newer epoch holds the bridge;
 * all of it is counted `stale_lease`. Both are also known of the epoch before the one that holds, so
 * what is repeated after somebody else took the bridge is neither appended nor counted twice. An
 * error, and nothing appended, where nine tenths of Redis's memory are taken; before it comes to that
 * ambient events are shed, and then chat.
 */
export const APPEND_LUA = `
local target, events, seen, seenBefore, ledger, streaks = unpack(KEYS, 1, 6)
local epoch, bridge, number = tonumber(ARGV[1]), ARGV[2], tonumber(ARGV[3])
local depthMax, window, idsMax = tonumber(ARGV[4]), tonumber(ARGV[5]), tonumber(ARGV[6])
local received, drops = tonumber(ARGV[7]), tonumber(ARGV[9])
local streaksAt = 10 + drops * 2
local first = streaksAt + 1 + tonumber(ARGV[streaksAt]) * 2
local NONE = string.rep('\\0', 8)

local known = redis.call('HMGET', target, 'epoch:' .. bridge, 'append:' .. bridge, 'waiting', 'rotated', 'capped', 'memory', 'choosing', 'held', 'rank')
local depth, parked = tonumber(known[3] or 0), tonumber(known[7] or 0)
local lanes = {events, KEYS[7], KEYS[8], KEYS[9]}
local knownEpoch = tonumber(known[1] or 0)
local rests = known[8] and 1 or 0

-- Of the last epoch that is over: up to which number its appends were applied, and were refused.
if epoch < knownEpoch then
  local past = redis.call('HGET', target, 'past:' .. bridge) or '0:0:0'
  local over, applied, refused = string.match(past, '^(%d+):(%d+):(%d+)$')
  if epoch > tonumber(over) then over, applied, refused = ARGV[1], '0', '0' end
  local isKnown = epoch == tonumber(over)
  if isKnown and number <= tonumber(applied) then return {2, depth, depth, rests} end
  if received > 0 and not (isKnown and number <= tonumber(refused)) then
    redis.call('HINCRBY', ledger, 'received', received)
    redis.call('HINCRBY', ledger, 'dropped:stale_lease', received)
    if isKnown then
      redis.call('HSET', target, 'past:' .. bridge, over .. ':' .. applied .. ':' .. ARGV[3])
    end
  end
  return {0, depth, depth, rests}
end
if epoch == knownEpoch and number <= tonumber(known[2] or 0) then
  return {2, depth, depth, rests}
end
-- BullMQ's jobs and locks stop where Redis is full, so room is left for what empties it.
-- Asking costs as much as a small append: a bridge's small ones ask at its first and every 16th,
-- and at each where memory was short when it was last asked about.
local blobs = #ARGV - first + 1
local shortage = tonumber(known[6] or 0)
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
end

if epoch > knownEpoch then
  local past = (known[1] or 0) .. ':' .. (known[2] or 0) .. ':0'
  redis.call('HSET', target, 'epoch:' .. bridge, ARGV[1], 'append:' .. bridge, ARGV[3], 'past:' .. bridge, past)
else
  redis.call('HSET', target, 'append:' .. bridge, ARGV[3])
end

-- Ambient events are types 2, 3 and 6; what is paid for is type 4. Raw ones are 7 to 9, by class.
local function class(type)
  if type == 4 or type == 8 then return 'paid' end
  if type == 1 or type == 5 or type == 7 then return 'chat' end
  return 'ambient'
end
local share = {ambient = math.floor(depthMax * 0.5), chat = math.floor(depthMax * 0.9), paid = depthMax}

-- With little memory left there is room for what was paid for, or for that and chat.
local short = {ambient = shortage >= 1, chat = shortage >= 2, paid = false}

local dropped = {}
local function drop(reason)
  dropped[reason] = (dropped[reason] or 0) + 1
end

-- How many of each type this second, by Redis's clock, admits and has admitted.
local NAMES = {${EVENT_TYPES.map((type) => `'${type}'`).join(', ')}}
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
-- The version before knew no raw events, and counted none.
local function isCapped(at, more)
  return caps[at] > 0 and (taken[at] or 0) + more > caps[at]
end
local function takeOf(at, more)
  for i = #taken + 1, at do taken[i] = 0 end
  taken[at] = taken[at] + more
end

-- Takes all events of an entry off the caps, if none of them is capped.
local function takeAll(header, count)
  local counts = {0, 0, 0, 0, 0, 0, 0}
  for i = #header - count * 8 + 5, #header, 8 do
    local at = slot(string.byte(header, i))
    counts[at] = counts[at] + 1
  end
  for at, more in ipairs(counts) do
    if more > 0 and isCapped(at, more) then return false end
  end
  for at, more in ipairs(counts) do takeOf(at, more) end
  return true
end

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
end

-- Keeps of an entry what is neither seen nor over its class's share.
local function admit(header, fragments, blob, found)
  local lane = string.byte(header, 1)
  local eventsAt = 11 + string.byte(header, 2)
  local headers, bodies, ids = {string.sub(header, 1, eventsAt - 1)}, {}, {}
  local from = 1
  for i = 1, #blob / 8 do
    local at = eventsAt + (i - 1) * 8
    local length = struct.unpack('<I4', header, at)
    local id = string.sub(blob, i * 8 - 7, i * 8)
    local type = string.byte(header, at + 4)
    local class = class(type)
    if found and found[id] then
      drop('duplicate')
    elseif depth + parked >= share[class] or (lane > 1 and parked >= ${PARKED_EVENTS_MAX}) then
      drop('shed_' .. class)
    elseif short[class] then
      drop('shed_memory_' .. class)
    elseif caps and isCapped(slot(type), 1) then
      drop('capped_' .. NAMES[slot(type)])
    else
      if lane > 1 then parked = parked + 1 else depth = depth + 1 end
      if caps then takeOf(slot(type), 1) end
      headers[#headers + 1] = string.sub(header, at, at + 7)
      bodies[#bodies + 1] = string.sub(fragments, from, from + length - 1)
      if id ~= NONE then ids[#ids + 1] = id end
    end
    from = from + length
  end
  if #bodies > 0 then
    redis.call('XADD', lanes[lane], '*', 'h', table.concat(headers), 'd', table.concat(bodies))
  end
  remember(ids)
end

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
end

local before, parkedBefore = depth, parked
if #ARGV >= first then rotate() end
for i = first, #ARGV, 3 do
  local header, fragments, blob = ARGV[i], ARGV[i + 1], ARGV[i + 2]
  local ids = idsOf(blob)
  local found = seenAmong(ids)
  local count, lane = #blob / 8, string.byte(header, 1)
  local whole = not found and shortage == 0 and depth + parked + count <= share.ambient
    and (lane == 1 or parked + count <= ${PARKED_EVENTS_MAX})
  if not whole or (caps and not takeAll(header, count)) then
    admit(header, fragments, blob, found)
  else
    if lane > 1 then parked = parked + count else depth = depth + count end
    redis.call('XADD', lanes[lane], '*', 'h', header, 'd', fragments)
    remember(ids)
  end
end

if received > 0 then redis.call('HINCRBY', ledger, 'received', received) end
if depth > before then redis.call('HINCRBY', target, 'waiting', depth - before) end
local more = depth + parked - before - parkedBefore
if more > 0 then redis.call('HINCRBY', ledger, 'waiting', more) end
if parked > parkedBefore then redis.call('HINCRBY', target, 'choosing', parked - parkedBefore) end
if caps then redis.call('HSET', target, 'capped', second .. ':' .. table.concat(taken, ',')) end
for i = 10, streaksAt - 1, 2 do
  redis.call('HINCRBY', ledger, 'dropped:' .. ARGV[i], ARGV[i + 1])
end
if first > streaksAt + 1 then
  noteStreaks()
  redis.call('PEXPIRE', streaks, ${STREAK_QUIET_MS})
end
-- Where the target waits for its turn, what matters most in it decides when that comes.
local news = rests
if known[8] == '2' and depth > before then
  local RANKS = {ambient = 0, chat = 1, paid = 2}
  local rank = 0
  for i = first, #ARGV, 3 do
    local header = ARGV[i]
    -- What is to be chosen from is not to be reported yet.
    local last = string.byte(header, 1) == 1 and #header or 0
    for at = 11 + string.byte(header, 2) + 4, last, 8 do
      rank = math.max(rank, RANKS[class(string.byte(header, at))])
    end
  end
  if rank > tonumber(known[9] or 0) then
    redis.call('HSET', target, 'rank', rank)
    news = 2
  end
end
local answer = {known[1] and 1 or 3, before, depth, news}
for reason, count in pairs(dropped) do
  redis.call('HINCRBY', ledger, 'dropped:' .. reason, count)
  answer[#answer + 1] = reason
  answer[#answer + 1] = count
end
return answer
`;
