import { defineScript } from '../define-script.js';
import { NOTED_BY } from './streaks.lua.js';

/**
 * Takes the turn to count a bridge's gift streaks, unless another process has it. The turn ends by itself,
 * since its holder may die.
 *
 * KEYS   turn, streaks
 * ARGV   1 holder   2 livesMs: after how long the turn ends
 *
 * Returns {1, the lane and epoch that noted streaks of the bridge last, or ''}, or {0, ''}.
 */
const TAKE_LUA = `
if not redis.call('SET', KEYS[1], ARGV[1], 'NX', 'PX', ARGV[2]) then return {0, ''} end
return {1, redis.call('HGET', KEYS[2], '${NOTED_BY}') or ''}
`;

/**
 * Ends a turn, if the holder still has it.
 *
 * KEYS   turn
 * ARGV   1 holder
 */
const END_LUA = `
if redis.call('GET', KEYS[1]) == ARGV[1] then return redis.call('DEL', KEYS[1]) end
return 0
`;

export const takeStreakTurn = defineScript<
  {
    readonly turn: string;
    readonly streaks: string;
    readonly holder: string;
    readonly livesMs: number;
  },
  readonly [taken: number, notedBy: string]
>({ keys: ['turn', 'streaks'], args: ['holder', 'livesMs'], lua: TAKE_LUA });

export const endStreakTurn = defineScript<
  { readonly turn: string; readonly holder: string },
  number
>({ keys: ['turn'], args: ['holder'], lua: END_LUA });
