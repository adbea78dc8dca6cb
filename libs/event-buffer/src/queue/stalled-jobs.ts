import { LOCK_TIMES_DEFAULT } from './lock-watch.js';

/** BullMQ's script that hands the jobs of a killed worker to others, every few seconds. */
export const STALLED_SCRIPT = 'moveStalledJobsToWait';

/**
 * Keys with a time to live keep their moment of expiry by Redis's clock. If that was set back, they
 * would live longer by as much: locks of killed workers, and the mark that keeps this script from
 * being run.
 */
const BOUNDED_LIVES = `
if redis.call('PTTL', KEYS[4]) > tonumber(ARGV[4]) then redis.call('DEL', KEYS[4]) end
for _, id in ipairs(redis.call('LRANGE', KEYS[3], 0, -1)) do
  local lock = ARGV[2] .. id .. ':lock'
  -- A living worker makes its lock anew within this time.
  if redis.call('PTTL', lock) > ${LOCK_TIMES_DEFAULT.lockMs} then
    redis.call('PEXPIRE', lock, ${LOCK_TIMES_DEFAULT.lockMs})
  end
end
`;

/**
 * Makes BullMQ's search for stalled jobs ignore locks, and marks of an earlier search, that would
 * live longer than any is made: they date from when Redis's clock was ahead.
 * @param name as BullMQ defines it: with its version after a colon.
 */
export function withBoundedLives(name: string, lua: string): string {
  return name.replace(/:.*$/u, '') === STALLED_SCRIPT ? `${BOUNDED_LIVES}${lua}` : lua;
}
