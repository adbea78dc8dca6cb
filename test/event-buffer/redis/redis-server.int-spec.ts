import { Redis } from 'ioredis';
import { RedisServer } from '../../support/redis-server.js';

describe('RedisServer', () => {
  it('keeps what was written through a restart where it has an append-only file', async () => {
    const server = await RedisServer.start({ aof: true });
    const redis = new Redis(server.url);
    redis.on('error', () => undefined);
    try {
      await redis.set('a', '1');
      await server.restart();
      expect(await redis.get('a')).toBe('1');
      await server.kill();
      await server.restart();
      expect(await redis.get('a')).toBe('1');
    } finally {
      redis.disconnect();
      await server.stop();
    }
  });

  it('gives no answer while it is suspended, and all answers when it runs again', async () => {
    const server = await RedisServer.start({ settings: { maxmemory: '50mb' } });
    const redis = new Redis(server.url);
    try {
      expect(await redis.config('GET', 'maxmemory')).toEqual(['maxmemory', '52428800']);
      server.suspend();
      const answer = redis.set('b', '2');
      let answered = false;
      void answer.then(() => (answered = true));
      await new Promise((resolve) => setImmediate(resolve));
      expect(answered).toBe(false);
      server.resume();
      expect(await answer).toBe('OK');
    } finally {
      redis.disconnect();
      await server.stop();
    }
  });

  it('shares one server among the tests of a file', async () => {
    expect(await RedisServer.shared()).toBe(await RedisServer.shared());
  });

  it('says how to install it where it is missing', async () => {
    const started = RedisServer.start({ program: 'redis-server-that-is-nowhere' });
    await expect(started).rejects.toThrow(/is not on the PATH: install it/u);
  });
});
