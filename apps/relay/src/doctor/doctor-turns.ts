import { hostname } from 'node:os';
import type { RelayConfig } from '#config';
import { BufferKeys, connectBufferRedis, redisReady } from '#event-buffer';
import { ConnectTurns } from '../network/connect-turns.js';
import { isOwnRedisDown } from '../embedded-redis/running-redis.js';
import type { SourceNetwork } from '../network/source-network.js';

const away = async (): Promise<never> => Promise.reject(new Error('no Redis'));

/** How long Redis may take to answer, in ms; without it the turns are this command's own. */
const READY_MS = 2000;

/**
 * The turns by which `doctor` connects to sources. They are those of a relay that may run beside
 * it, since platforms count the connections of both.
 */
export async function doctorTurns(
  { redis: address, process: { machine } }: Pick<RelayConfig, 'redis' | 'process'>,
  network: Pick<SourceNetwork, 'agentFor'>,
): Promise<{ readonly turns: ConnectTurns; readonly close: () => void }> {
  // Redis's own checks tell what is wrong with it.
  const redis = isOwnRedisDown(address) ? undefined : connectBufferRedis(address, () => undefined);
  if (redis !== undefined) await redisReady(redis, READY_MS).catch(() => undefined);
  const turns = new ConnectTurns({
    redis: redis ?? { takeConnect: away, endConnect: away },
    keys: new BufferKeys(address.prefix),
    egressOf: (url) => (network.agentFor(url) === undefined ? (machine ?? hostname()) : 'proxy'),
    collectors: () => 1,
  });
  return { turns, close: () => redis?.disconnect() };
}
