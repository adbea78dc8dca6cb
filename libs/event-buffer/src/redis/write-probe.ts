import type { BufferKeys } from './buffer-keys.js';
import type { BufferRedis } from './buffer-redis.js';
import { redisTroubleOf, type RedisTrouble } from './redis-trouble.js';

const PROBE_LIVES_S = 60;

/**
 * Tries a write as the relay makes them: a key; by a script, leases that nobody has; and a word on
 * a channel that nobody hears.
 */
export async function writeProbe(
  redis: BufferRedis,
  keys: BufferKeys,
  process: string,
): Promise<void> {
  await redis.set(keys.probe(process), '1', 'EX', PROBE_LIVES_S);
  await redis.releaseLeases({ leases: keys.leases, holder: 'probe', bridges: [] });
  await redis.publish(keys.probe(process), '');
}

/** Why Redis takes no writes, where that is so: a full one, or a replica, can still be read. */
export async function writeRefusal(
  redis: BufferRedis,
  keys: BufferKeys,
  process: string,
): Promise<RedisTrouble | undefined> {
  try {
    await writeProbe(redis, keys, process);
    return undefined;
  } catch (error) {
    return redisTroubleOf(error);
  }
}
