import { defineScript } from '../define-script.js';
import { GOES_ON_WHEN_FULL } from '../when-full.lua.js';

/**
 * Makes or keeps a process the only one that sends notices to operators.
 *
 * KEYS   notices
 * ARGV   1 process   2 forMs: for how long   3 told: the notices sent so far, to be stored; '': no change
 *
 * Returns {1 if the process is the sender, else 0, the time in ms by Redis's clock, the stored notices}.
 */
const LUA = `
${GOES_ON_WHEN_FULL}
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local by, ends, told = unpack(redis.call('HMGET', KEYS[1], 'by', 'ends', 'told'))
local at = string.format('%.0f', now)
local left = (tonumber(ends) or 0) - now
if by and by ~= ARGV[1] and left > 0 and left < 600000 then
  return { 0, at, '' }
end
redis.call('HSET', KEYS[1], 'by', ARGV[1], 'ends', string.format('%.0f', now + tonumber(ARGV[2])))
if by == ARGV[1] and ARGV[3] ~= '' then
  told = ARGV[3]
  redis.call('HSET', KEYS[1], 'told', told)
end
return { 1, at, told or '' }
`;

export interface TellNoticesCall {
  readonly notices: string;
  readonly process: string;
  readonly forMs: number;
  readonly told: string;
}

export const tellNotices = defineScript<TellNoticesCall, readonly [number, string, string]>({
  keys: ['notices'],
  args: ['process', 'forMs', 'told'],
  lua: LUA,
});
