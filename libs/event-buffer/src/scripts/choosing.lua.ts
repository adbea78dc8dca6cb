import { defineScript } from './define-script.js';
import { TAKES_OF_LEDGER } from './targets/takes.lua.js';
import { TAKES_MARK } from './mark.lua.js';
import { RAISES_RANK } from './append/news.lua.js';

/** How many chosen events are remembered: five minutes at one a second. */
const CHOSEN_KEPT_MAX = 300;
const CHOSEN_KEPT_MS = 3_600_000;
/** A time this far ahead of Redis's clock was written while the clock was ahead, in ms. */
export const AHEAD_MS = 1000;
const GREETED_MAX = 100_000;
const GREETED_KEPT_MS = 24 * 3_600_000;
/** The field that tells in which run the last viewer was greeted. No viewer's hash is this. */
const GREETED_IN = '';

/**
 * Reads the candidates of a lane, which is one of the streams in which events wait to be chosen: those that
 * came before the last full window ended. Also reads entries whose ids are ahead of the clock: they were
 * written while the clock was ahead, and would wait until it reaches that time.
 *
 * KEYS   target, lane, chosen, events
 * ARGV   1 everyMs: the length of a window
 *
 * Returns {now, the end of the last full window, the last chosen events, the live job (the one that the room was
 * last heard to run, else the one that was last reported to), how many answers
 * wait to be spoken, 1 if more waits for a later window, the id of the oldest entry that waits for a
 * report, the entries of the lane}.
 */
const LOOK_LUA = `
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local every = tonumber(ARGV[1])
local ending = math.floor(now / every) * every
local fields = redis.call('HMGET', KEYS[1], 'liveJob', 'answers', 'openJob')
local text = string.format('%.0f', ending)
local rows = redis.call('XRANGE', KEYS[2], '-', string.format('%.0f', ending - 1))
local ahead = string.format('%.0f', now + ${AHEAD_MS})
for _, row in ipairs(redis.call('XRANGE', KEYS[2], ahead, '+')) do rows[#rows + 1] = row end
local later = redis.call('XRANGE', KEYS[2], text, '(' .. ahead, 'COUNT', 1)
local buffered = redis.call('XRANGE', KEYS[4], '-', '+', 'COUNT', 1)
return {string.format('%.0f', now), text, redis.call('LRANGE', KEYS[3], 0, -1),
  fields[3] or fields[1] or '', fields[2] or '', #later, buffered[1] and buffered[1][1] or '', rows}
`;

/**
 * Takes a window's events out of their lane: puts the chosen ones into the buffer, and counts the others
 * as dropped. Several processes may close the same window: only the first one changes anything. They may know
 * different bridges, or see other streaks end: also who was first with a part of the entries was first.
 *
 * KEYS   target, events, lane, chosen, greeted, then the ledger of each bridge concerned
 * ARGV   1 rank: how much the most important event for the buffer matters
 *        then the number of entries that leave the lane, then their ids, in order
 *        then how many events these entries hold
 *        then the number of entries for the buffer, then three for each: header, fragments, events
 *        then the number of notes of chosen events, then the notes
 *        then the run of the room, the number of greeted viewers, then the hash of each
 *        then for each ledger: number n of drop reasons, then n pairs: reason, count; then a mark
 *
 * Returns {1, depth before, depth after, 1 if the target waits for its turn and an event came that matters more than
 * all before}, or {0} where another process was first.
 */
const COMMIT_LUA = `
${TAKES_MARK}
local target, events, lane, chosen, greeted = KEYS[1], KEYS[2], KEYS[3], KEYS[4], KEYS[5]
local at = 2
local function next()
  at = at + 1
  return ARGV[at - 1]
end

local count = tonumber(next())
local ids = {}
for i = 1, count do ids[i] = next() end
for i = 1, count do
  if #redis.call('XRANGE', lane, ids[i], ids[i]) == 0 then return {0} end
end
for i = 1, count, 1000 do
  redis.call('XDEL', lane, unpack(ids, i, math.min(count, i + 999)))
end
-- The ids of a stream never go back: after an id from a clock that was ahead, all later ids are ahead, too.
-- Only a new stream gets ids of the present again.
local time = redis.call('TIME')
local last = tonumber(string.match(ids[count], '^%d+'))
if last > time[1] * 1000 + ${AHEAD_MS} and redis.call('XLEN', lane) == 0 then redis.call('UNLINK', lane) end
-- If Redis has lost the count, it would become negative.
local candidates = (tonumber(redis.call('HGET', target, 'choosing')) or 0) - tonumber(next())
redis.call('HSET', target, 'choosing', math.max(0, candidates), 'mark', MARK)

${RAISES_RANK}
local known = redis.call('HMGET', target, 'waiting', 'held', 'rank')
local before = tonumber(known[1]) or 0
local added = 0
for _ = 1, tonumber(next()) do
  local header, fragments = next(), next()
  added = added + tonumber(next())
  redis.call('XADD', events, '*', 'h', header, 'd', fragments, 'c', '1')
end
local isRaised = added > 0 and raisesRank(known[2], known[3], ARGV[1])
if added > 0 then redis.call('HSET', target, 'waiting', before + added) end
if isRaised then redis.call('HSET', target, 'rank', ARGV[1]) end

local notes = tonumber(next())
for _ = 1, notes do redis.call('LPUSH', chosen, next()) end
if notes > 0 then
  redis.call('LTRIM', chosen, 0, ${CHOSEN_KEPT_MAX - 1})
  redis.call('PEXPIRE', chosen, ${CHOSEN_KEPT_MS})
end

local show, viewers = next(), tonumber(next())
if viewers > 0 then
  local run = redis.call('HGET', greeted, '${GREETED_IN}')
  -- Viewers of another run are greeted again, and would push out those of this one.
  local isOver = run and run ~= show
  if isOver or redis.call('HLEN', greeted) > ${GREETED_MAX} then redis.call('UNLINK', greeted) end
  redis.call('HSET', greeted, '${GREETED_IN}', show)
  redis.call('PEXPIRE', greeted, ${GREETED_KEPT_MS})
end
for _ = 1, viewers do redis.call('HSET', greeted, next(), show) end

${TAKES_OF_LEDGER}
for i = 6, #KEYS do
  for _ = 1, tonumber(next()) do
    local reason, dropped = next(), next()
    redis.call('HINCRBY', KEYS[i], 'dropped:' .. reason, dropped)
    take(KEYS[i], 'waiting', tonumber(dropped))
  end
end
return {1, before, before + added, isRaised and 1 or 0}
`;

export interface LookChoosingCall {
  readonly target: string;
  readonly lane: string;
  readonly chosen: string;
  readonly events: string;
  readonly everyMs: number;
}

type LookChoosingAnswer = readonly [
  now: Buffer,
  ending: Buffer,
  chosen: Buffer[],
  liveJob: Buffer,
  answers: Buffer,
  later: number,
  buffered: Buffer,
  rows: [Buffer, Buffer[]][],
];

export const lookChoosing = defineScript<LookChoosingCall, LookChoosingAnswer>({
  keys: ['target', 'lane', 'chosen', 'events'],
  args: ['everyMs'],
  lua: LOOK_LUA,
  answersBytes: true,
});

export interface CommitChoiceCall {
  readonly target: string;
  readonly events: string;
  readonly lane: string;
  readonly chosen: string;
  readonly greeted: string;
  /** See `rankOf`. */
  readonly rank: number;
  /** The entries that leave the lane, and how many events they hold. */
  readonly ids: readonly string[];
  readonly taken: number;
  readonly entries: readonly (readonly [header: Buffer, fragments: Buffer, count: number])[];
  readonly notes: readonly Buffer[];
  readonly show: string;
  readonly viewers: readonly Buffer[];
  /** For each ledger: how many events were dropped for which reason. */
  readonly dropped: ReadonlyMap<string, ReadonlyMap<string, number>>;
}

export const commitChoice = defineScript<CommitChoiceCall, readonly number[]>({
  keys: ['target', 'events', 'lane', 'chosen', 'greeted'],
  moreKeys: ({ dropped }) => [...dropped.keys()],
  args: ['rank'],
  moreArgs: ({ ids, taken, entries, notes, show, viewers, dropped }) => [
    ids.length,
    ...ids,
    taken,
    entries.length,
    ...entries.flat(),
    notes.length,
    ...notes,
    show,
    viewers.length,
    ...viewers,
    ...[...dropped.values()].flatMap((reasons) => [reasons.size, ...[...reasons].flat()]),
  ],
  lua: COMMIT_LUA,
  marks: true,
});
