import { BufferKeys, type BufferRedis } from '#event-buffer';
import { redisProbe } from './readiness-probes.js';

describe('redisProbe', () => {
  it.each([
    [new Error('OOM command not allowed'), 'Redis is full (maxmemory)'],
    [new Error("READONLY You can't write"), 'no write to Redis: READONLY'],
    [new Error("Stream isn't writeable and enableOfflineQueue is off"), 'Redis is away'],
    [
      Object.assign(new Error('connect ECONNREFUSED'), { code: 'ECONNREFUSED' }),
      'Redis is away: ECONNREFUSED',
    ],
  ])('says why nothing can be written: %s', async (error, why) => {
    const set = async (): Promise<never> => {
      throw error;
    };
    const redis = { set } as unknown as BufferRedis;
    const answer = await redisProbe(redis, new BufferKeys('relay'), 'p1').check();
    expect(answer).toEqual({ ok: false, why });
  });
});
