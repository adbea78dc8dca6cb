import type { Redis } from 'ioredis';

/** How many keys are copied at a time. */
const KEYS_A_STEP = 200;

/** The keys were not copied; the message says why, and what to do. */
export class CarryError extends Error {
  override readonly name = 'CarryError';
}

/**
 * Copies every key of an installation from one Redis to another, with its time to live.
 *
 * @param prefix of the keys.
 * @returns how many keys.
 * @throws CarryError where the other has keys of that prefix, or takes none of this version.
 */
export async function carryKeys(from: Redis, to: Redis, prefix: string): Promise<number> {
  if ((await keysOf(to, prefix)).length > 0) {
    throw new CarryError(
      `REDIS_URL has keys of the prefix ${prefix} already: nothing was carried. Give redis.prefix another name, or empty it.`,
    );
  }
  const keys = await keysOf(from, prefix);
  for (let at = 0; at < keys.length; at += KEYS_A_STEP) {
    await Promise.all(keys.slice(at, at + KEYS_A_STEP).map(async (key) => carry(from, to, key)));
  }
  return keys.length;
}

async function carry(from: Redis, to: Redis, key: string): Promise<void> {
  const [dump, ttl] = await Promise.all([from.dumpBuffer(key), from.pttl(key)]);
  if (dump === null) return;
  try {
    await to.restore(key, Math.max(0, ttl), dump);
  } catch (error) {
    if (/payload version|Bad data format/iu.test((error as Error).message)) {
      throw new CarryError(
        'REDIS_URL is an older Redis than the one on this machine, and cannot read its keys: use one as new.',
      );
    }
    throw error;
  }
}

/** Escapes the prefix, so that nothing of it is a pattern. */
async function keysOf(redis: Redis, prefix: string): Promise<string[]> {
  const keys = new Set<string>();
  for (const pattern of [`${prefix}:*`, `{${prefix}:*`]) {
    let cursor = '0';
    do {
      const [next, found] = await redis.scan(cursor, 'MATCH', pattern, 'COUNT', 1000);
      for (const key of found) keys.add(key);
      cursor = next;
    } while (cursor !== '0');
  }
  return [...keys];
}
