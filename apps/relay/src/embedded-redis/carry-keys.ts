import { BufferKeys, redisTroubleOf } from '#event-buffer';
import { Cluster, type Redis } from 'ioredis';

/** How many keys are copied at a time. */
const KEYS_A_STEP = 50;
/** What Redis needs for a key besides its dump, as a factor. */
const ROOM_FACTOR = 1.5;

/** The keys were not copied; the message says why, and what to do. */
export class CarryError extends Error {
  override readonly name = 'CarryError';
}

/**
 * Copies every key of an installation from one Redis to another, with its time to live: all, or none.
 * They arrive under other names and get their own at the end, so that a copy that is broken off is no
 * obstacle to the next one, and nothing starts on half of the keys. In a cluster that end is a step
 * for each key.
 *
 * @param prefix of the keys.
 * @returns how many keys.
 * @throws CarryError where there is nothing to copy, or the other has keys of that prefix, or cannot
 *   take or keep them.
 */
export async function carryKeys(from: Redis, to: Redis, prefix: string): Promise<number> {
  const keys = await keysOf(from, prefix);
  if (keys.length === 0) {
    const others = await from.dbsize();
    throw new CarryError(
      others === 0
        ? "The relay's own Redis is empty: there is nothing to carry. Start the relay."
        : `The relay's own Redis has ${others} keys, and none of the prefix ${prefix}: nothing was carried. Put back the redis.prefix that they were written with.`,
    );
  }
  await refuseOthers(to, prefix);
  await refuseEvicting(to);
  try {
    await remove(to, await stagedOf(to, prefix));
    for (let at = 0; at < keys.length; at += KEYS_A_STEP) {
      const step = keys.slice(at, at + KEYS_A_STEP);
      await Promise.all(step.map(async (key) => carry(from, to, key, stagedName(key, prefix))));
    }
    await refuseOthers(to, prefix);
    return await giveNames(to, prefix);
  } catch (error) {
    // Left where it cannot be removed now: the next copy removes it first.
    await stagedOf(to, prefix)
      .then(async (staged) => remove(to, staged))
      .catch(() => {});
    const { kind } = redisTroubleOf(error);
    if (kind === 'NOPERM') {
      throw new CarryError(
        'REDIS_URL does not let its user copy: nothing was carried. For this once: ACL SETUSER <user> +restore.',
      );
    }
    if (kind !== 'OOM') throw error;
    throw new CarryError(
      `REDIS_URL has too little memory for what is to be carried, some ${await mebibytesOf(from)} MiB: nothing was carried. Give it more (maxmemory), or free some.`,
    );
  }
}

async function refuseOthers(to: Redis, prefix: string): Promise<void> {
  if ((await keysOf(to, prefix)).length === 0) return;
  throw new CarryError(
    `REDIS_URL has keys of the prefix ${prefix} already: nothing was carried. Name another of its databases (redis://…/1), or remove those keys where no relay needs them.`,
  );
}

async function carry(from: Redis, to: Redis, key: string, staged: string): Promise<void> {
  const [dump, ttl] = await Promise.all([from.dumpBuffer(key), from.pttl(key)]);
  // It has expired meanwhile.
  if (dump === null) return;
  try {
    await to.restore(staged, Math.max(0, ttl), dump);
  } catch (error) {
    if (/payload version|Bad data format/iu.test((error as Error).message)) {
      throw new CarryError(
        'REDIS_URL is an older Redis than the one on this machine, and cannot read its keys: use one as new.',
      );
    }
    throw error;
  }
}

/** Gives what has arrived its names. */
async function giveNames(to: Redis, prefix: string): Promise<number> {
  const staged = await stagedOf(to, prefix);
  if (isCluster(to)) {
    await Promise.all(staged.map(async (key) => rename(to, key, ownName(key, prefix))));
    return staged.length;
  }
  const together = to.multi();
  for (const key of staged) together.rename(key, ownName(key, prefix));
  await together.exec();
  return staged.length;
}

async function rename(to: Redis, staged: string, key: string): Promise<void> {
  try {
    await to.rename(staged, key);
  } catch (error) {
    // It has expired meanwhile.
    if (!/no such key/iu.test((error as Error).message)) throw error;
  }
}

/** What evicts would throw away parts of what is carried, and of what comes later. */
async function refuseEvicting(to: Redis): Promise<void> {
  for (const node of nodesOf(to)) {
    const memory = await node.info('memory');
    const [, policy = 'noeviction'] = /^maxmemory_policy:(\S+)/mu.exec(memory) ?? [];
    if (policy === 'noeviction') continue;
    throw new CarryError(
      `REDIS_URL throws keys away when it is full (maxmemory-policy ${policy}): nothing was carried. Set maxmemory-policy noeviction first.`,
    );
  }
}

/** What the names of keys begin with that are not all there yet. */
function stageOf(prefix: string): string {
  return new BufferKeys(prefix).moving('');
}

/** Keeps a key in its slot of a cluster. */
function stagedName(key: string, prefix: string): string {
  return new BufferKeys(prefix).moving(/\{[^}]+\}/u.test(key) ? key : `{${key}}`);
}

function ownName(staged: string, prefix: string): string {
  const name = staged.slice(stageOf(prefix).length);
  return name.startsWith('{') && name.indexOf('}') === name.length - 1 ? name.slice(1, -1) : name;
}

async function stagedOf(redis: Redis, prefix: string): Promise<string[]> {
  return scanned(redis, `${stageOf(prefix)}*`);
}

async function keysOf(redis: Redis, prefix: string): Promise<string[]> {
  const [own, queues] = await Promise.all([
    scanned(redis, `${prefix}:*`),
    scanned(redis, `{${prefix}:*`),
  ]);
  return [...own.filter((key) => !key.startsWith(stageOf(prefix))), ...queues];
}

async function scanned(redis: Redis, pattern: string): Promise<string[]> {
  const keys = new Set<string>();
  for (const node of nodesOf(redis)) {
    let cursor = '0';
    do {
      const [next, found] = await node.scan(cursor, 'MATCH', pattern, 'COUNT', 1000);
      for (const key of found) keys.add(key);
      cursor = next;
    } while (cursor !== '0');
  }
  return [...keys];
}

async function remove(redis: Redis, keys: readonly string[]): Promise<void> {
  for (let at = 0; at < keys.length; at += KEYS_A_STEP) {
    await Promise.all(keys.slice(at, at + KEYS_A_STEP).map(async (key) => redis.unlink(key)));
  }
}

/** The servers that have a part of the keys each. */
function nodesOf(redis: Redis): readonly Redis[] {
  return isCluster(redis) ? (redis as unknown as Cluster).nodes('master') : [redis];
}

function isCluster(redis: unknown): boolean {
  return redis instanceof Cluster;
}

async function mebibytesOf(redis: Redis): Promise<number> {
  const [, bytes = '0'] = /^used_memory_dataset:(\d+)/mu.exec(await redis.info('memory')) ?? [];
  return Math.ceil((ROOM_FACTOR * Number(bytes)) / 2 ** 20);
}
