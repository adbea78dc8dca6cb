import { defineScript } from './define-script.js';
import { TAKES_MARK } from './mark.lua.js';

/**
 * Gives up what is counted as waiting for a target whose buffer Redis has lost.
 *
 * KEYS   target, events, then the ledger of each of its bridges
 * ARGV   1 epoch: the drain's   2 entry: the one at the cursor   then a mark
 *
 * Returns for each ledger how many events it had as waiting: they are counted `lost_in_redis`.
 * Empty where another drained since, or the buffer has something.
 */
const LUA = `
${TAKES_MARK}
if redis.call('HGET', KEYS[1], 'drain') ~= ARGV[1] then return {} end
if #redis.call('XRANGE', KEYS[2], ARGV[2], '+', 'COUNT', 1) > 0 then return {} end
redis.call('HDEL', KEYS[1], 'waiting')
redis.call('HINCRBY', KEYS[1], 'recounted', 1)
redis.call('HSET', KEYS[1], 'mark', MARK)
-- Some of a bridge's events may still wait to be chosen: those are counted apart (recount.lua.ts).
local isMixed = tonumber(redis.call('HGET', KEYS[1], 'choosing') or 0) > 0
local lost = {}
for i = 3, #KEYS do
  local waiting = isMixed and 0 or tonumber(redis.call('HGET', KEYS[i], 'waiting') or 0)
  if waiting > 0 then
    redis.call('HINCRBY', KEYS[i], 'dropped:lost_in_redis', waiting)
    redis.call('HSET', KEYS[i], 'waiting', 0)
  end
  lost[#lost + 1] = waiting
end
return lost
`;

export interface GiveUpLostCall {
  readonly target: string;
  readonly events: string;
  readonly ledgers: readonly string[];
  readonly epoch: string;
  readonly entry: string;
}

export const giveUpLost = defineScript<GiveUpLostCall, readonly number[]>({
  keys: ['target', 'events'],
  moreKeys: ({ ledgers }) => ledgers,
  args: ['epoch', 'entry'],
  lua: LUA,
  marks: true,
});
