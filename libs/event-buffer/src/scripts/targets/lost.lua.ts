import { defineScript } from '../define-script.js';
import { TAKES_MARK } from '../mark.lua.js';

/**
 * Counts the waiting events of a target as `lost_in_redis`, where Redis has lost its buffer.
 *
 * KEYS   target, events, then the ledger of each of its bridges
 * ARGV   1 epoch: the epoch of the drain   2 entry: the id of the entry at the cursor   then a mark
 *
 * Returns for each ledger how many waiting events it counted. Empty, with nothing changed, if another drain
 * has begun or the buffer does hold events.
 */
const LUA = `
${TAKES_MARK}
if redis.call('HGET', KEYS[1], 'drain') ~= ARGV[1] then return {} end
if #redis.call('XRANGE', KEYS[2], ARGV[2], '+', 'COUNT', 1) > 0 then return {} end
redis.call('HDEL', KEYS[1], 'waiting')
redis.call('HINCRBY', KEYS[1], 'recounted', 1)
redis.call('HSET', KEYS[1], 'mark', MARK)
-- A ledger does not tell candidates from waiting events: recount.lua.ts corrects it in this case.
local isMixed = (tonumber(redis.call('HGET', KEYS[1], 'choosing')) or 0) > 0
local lost = {}
for i = 3, #KEYS do
  local waiting = isMixed and 0 or tonumber(redis.call('HGET', KEYS[i], 'waiting')) or 0
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
