import { Cluster, type Redis, type RedisOptions } from 'ioredis';
import { openRedis, type RedisAddress, type RedisSettings } from '../redis/redis-address.js';
import { byRedisClock, wakesAtOnce } from '../redis/redis-clock.js';
import { goesOnWhenFull } from '../scripts/when-full.lua.js';
import { openSlotRedis } from './slot-redis.js';
import { withBoundedLives } from './stalled-jobs.js';

/** The scripts of BullMQ that only read: a replica must still answer them. */
const READS = /^(?:get|is|paginate)[A-Z]/u;

/**
 * Opens a connection for BullMQ on which its jobs proceed while Redis is full, and are due by
 * Redis's clock. Redis refuses the first write of a script that may take memory, and nearly all of
 * BullMQ's scripts begin with one: so each gets a first write that takes none. The memory that they
 * then take is small and bounded, one job per target; and the jobs that they move free memory.
 */
export function openQueueRedis(address: RedisAddress, options: RedisSettings): Redis | Cluster {
  const redis = openRedis(address, options);
  const define = redis.defineCommand.bind(redis);
  redis.defineCommand = (name, { lua, ...definition }): void => {
    const timed = byRedisClock(name, withBoundedLives(name, lua));
    define(name, { ...definition, lua: READS.test(name) ? timed : goesOnWhenFull(timed) });
  };
  // A worker waits for jobs on a connection of its own, made from this one.
  const duplicate = redis.duplicate.bind(redis) as (...given: unknown[]) => Redis | Cluster;
  redis.duplicate = (...given: unknown[]) => {
    const waiting = redis instanceof Cluster ? ofQueue(redis, given) : duplicate(...given);
    return wakesAtOnce(waiting) as never;
  };
  return redis;
}

/** In a cluster a worker waits on the node that has its queue: BullMQ names the connection after it. */
function ofQueue(cluster: Cluster, given: unknown[]): Redis {
  const { redisOptions } = given[1] as { readonly redisOptions: RedisOptions };
  return openSlotRedis(cluster, redisOptions.connectionName!, redisOptions);
}
