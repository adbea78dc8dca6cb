import { defineScript } from '../define-script.js';
import { TAKES_OF_LEDGER } from '../targets/takes.lua.js';
import { TAKES_MARK } from '../mark.lua.js';
import { RAISES_RANK } from '../append/news.lua.js';

/**
 * Puts dead letters back into the buffer, behind all waiting events.
 *
 * KEYS   target, events, dead, then the ledger of each bridge concerned
 * ARGV   1 eventsMax: how many events may wait afterwards
 *        2 rank: how much the most important of the letters matters
 *        then the number of letters
 *        then the id of each letter
 *        then for each new entry, in order: number of its ledger, from 1; number of its events;
 *        header, fragments (see entry.ts); then a mark
 *
 * Returns {status, waiting events before, waiting events after, 1 if the target waits for its turn and a letter
 * matters more than all before}. Status 1: done; 0: a letter no longer
 * exists; 2: there is no room. With 0 and 2 nothing was changed, so that a repeated replay puts no letter
 * back twice.
 */
const REPLAY_LUA = `
${TAKES_MARK}
local target, events, dead = KEYS[1], KEYS[2], KEYS[3]
local letters = tonumber(ARGV[3])
local known = redis.call('HMGET', target, 'waiting', 'held', 'rank')
local depth = tonumber(known[1]) or 0
local ids = {}
for i = 1, letters do
  ids[i] = ARGV[3 + i]
  if #redis.call('XRANGE', dead, ids[i], ids[i]) == 0 then return {0, depth, depth} end
end
if depth + letters > tonumber(ARGV[1]) then return {2, depth, depth} end
${TAKES_OF_LEDGER}
for i = 4 + letters, #ARGV, 4 do
  local ledger, count = KEYS[3 + tonumber(ARGV[i])], tonumber(ARGV[i + 1])
  redis.call('XADD', events, '*', 'h', ARGV[i + 2], 'd', ARGV[i + 3])
  take(ledger, 'dead', count)
  redis.call('HINCRBY', ledger, 'waiting', count)
end
redis.call('XDEL', dead, unpack(ids))
redis.call('HSET', target, 'waiting', depth + letters, 'mark', MARK)
${RAISES_RANK}
if not raisesRank(known[2], known[3], ARGV[2]) then return {1, depth, depth + letters, 0} end
redis.call('HSET', target, 'rank', ARGV[2])
return {1, depth, depth + letters, 1}
`;

/**
 * Removes dead letters for good, and counts them as dropped.
 *
 * KEYS   target, dead, then the ledger of each bridge concerned
 * ARGV   1 reason: the drop reason under which they are counted
 *        then for each letter: its id; the number of its ledger, from 1 (0: its bridge is unknown);
 *        then a mark
 *
 * Returns how many letters still existed: only these are counted.
 */
const REMOVE_LUA = `
${TAKES_MARK}
${TAKES_OF_LEDGER}
local removed = 0
for i = 2, #ARGV, 2 do
  if redis.call('XDEL', KEYS[2], ARGV[i]) == 1 then
    removed = removed + 1
    local ledger = KEYS[2 + tonumber(ARGV[i + 1])]
    if ARGV[i + 1] ~= '0' then
      take(ledger, 'dead', 1)
      redis.call('HINCRBY', ledger, 'dropped:' .. ARGV[1], 1)
    end
  end
end
if removed > 0 then redis.call('HSET', KEYS[1], 'mark', MARK) end
return removed
`;

export interface ReplayDeadLettersCall {
  readonly target: string;
  readonly events: string;
  readonly dead: string;
  readonly ledgers: readonly string[];
  readonly eventsMax: number;
  /** See `rankOf`. */
  readonly rank: number;
  readonly ids: readonly string[];
  readonly entries: readonly {
    /** The index of its ledger, from 0. */
    readonly ledger: number;
    readonly count: number;
    readonly header: Buffer;
    readonly fragments: Buffer;
  }[];
}

export const replayDeadLetters = defineScript<ReplayDeadLettersCall, readonly number[]>({
  keys: ['target', 'events', 'dead'],
  moreKeys: ({ ledgers }) => ledgers,
  args: ['eventsMax', 'rank'],
  moreArgs: ({ ids, entries }) => [
    ids.length,
    ...ids,
    ...entries.flatMap(({ ledger, count, header, fragments }) => {
      return [ledger + 1, count, header, fragments];
    }),
  ],
  lua: REPLAY_LUA,
  marks: true,
});

export interface RemoveDeadLettersCall {
  readonly target: string;
  readonly dead: string;
  readonly ledgers: readonly string[];
  readonly reason: string;
  readonly letters: readonly {
    readonly id: string;
    /** The index of its ledger, from 0; absent if its bridge is unknown. */
    readonly ledger?: number;
  }[];
}

export const removeDeadLetters = defineScript<RemoveDeadLettersCall, number>({
  keys: ['target', 'dead'],
  moreKeys: ({ ledgers }) => ledgers,
  args: ['reason'],
  moreArgs: ({ letters }) => letters.flatMap(({ id, ledger = -1 }) => [id, ledger + 1]),
  lua: REMOVE_LUA,
  marks: true,
});
