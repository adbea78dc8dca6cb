import { setImmediate as turn } from 'node:timers/promises';
import { Cluster, type Redis } from 'ioredis';
import { Secret } from '#secret';
import { openRedis } from '../../../libs/event-buffer/src/redis/redis-address.js';
import { RedisServer } from '../../support/redis-server.js';

const COMMANDS = 200;

describe('commands to Redis', () => {
  it('go in one write where they belong to one turn of the event loop, each with its answer', async () => {
    const server = await RedisServer.shared();
    const redis = openRedis({ kind: 'url', url: new Secret(server.url) }, {}) as Redis;
    expect(redis).not.toBeInstanceOf(Cluster);
    try {
      await redis.ping();
      const before = await readsOf(redis);
      const answers = await Promise.all(
        Array.from({ length: COMMANDS }, async (_, i) => redis.echo(`${i}`)),
      );
      expect(answers).toEqual(Array.from({ length: COMMANDS }, (_, i) => `${i}`));
      expect((await readsOf(redis)) - before).toBeLessThan(COMMANDS / 10);
      await turn();
      expect(redis.stream.writableCorked).toBe(0);
    } finally {
      redis.disconnect();
    }
  });
});

async function readsOf(redis: Redis): Promise<number> {
  return Number(/total_reads_processed:(\d+)/u.exec(await redis.info('stats'))?.[1]);
}
