import { once } from 'node:events';
import { connectBufferRedis } from '#event-buffer';
import { openRedis } from '../../../libs/event-buffer/src/redis/redis-address.js';
import { RedisServer, uniquePrefix } from '../../support/redis-server.js';
import { addressOf } from '../support/buffer-rig.js';

const ANSWER_MS_MAX = 300;

/** Has a command on its way, and then gets nothing of the processor until long after its answer has come. */
async function stoodStill(asked: Promise<unknown>): Promise<unknown> {
  for (let i = 0; i < 3; i++) await new Promise((resolve) => setImmediate(resolve));
  for (const begin = performance.now(); performance.now() - begin < ANSWER_MS_MAX + 100;);
  return asked;
}

describe('a process that stands still for longer than Redis may take', () => {
  it('reads the answer before it gives the command up', async () => {
    const redis = connectBufferRedis(
      addressOf(await RedisServer.shared()),
      () => {},
      ANSWER_MS_MAX,
    );
    await once(redis, 'ready');
    expect(await stoodStill(redis.blpop(uniquePrefix(), 0.1))).toBeNull();
    await expect(redis.blpop(uniquePrefix(), 60)).rejects.toThrow('Command timed out');
    redis.disconnect();
  });

  it('takes no connection for dead on which an answer has come', async () => {
    const errors: string[] = [];
    const options = { socketTimeout: ANSWER_MS_MAX, maxRetriesPerRequest: 0 };
    const redis = openRedis(addressOf(await RedisServer.shared()), options);
    redis.on('error', ({ message }: Error) => errors.push(message));
    await once(redis, 'ready');
    expect(await stoodStill(redis.blpop(uniquePrefix(), 0.1))).toBeNull();
    expect(await redis.ping()).toBe('PONG');
    expect(errors).toEqual([]);
    await expect(redis.blpop(uniquePrefix(), 60)).rejects.toThrow();
    expect(errors).toEqual([expect.stringContaining('Socket timeout')]);
    redis.disconnect();
  });
});
