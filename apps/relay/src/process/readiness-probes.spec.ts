import { BufferKeys, redisTroubleOf, type BufferRedis } from '#event-buffer';
import { redisProbe } from './readiness-probes.js';

describe('redisProbe', () => {
  it.each([
    [new Error('OOM command not allowed'), /^Redis is full \(maxmemory\)\. Give Redis more/u],
    [
      new Error("READONLY You can't write"),
      /^Redis is a replica, and takes no writes\. Connect to the master/u,
    ],
    [new Error("Stream isn't writeable and enableOfflineQueue is off"), /^Redis is away\.$/u],
    [
      Object.assign(new Error('connect ECONNREFUSED'), { code: 'ECONNREFUSED' }),
      /^Redis is away: nobody listens/u,
    ],
  ])('says why nothing can be written: %s', async (error, why) => {
    const set = async (): Promise<never> => {
      throw error;
    };
    const redis = { set } as unknown as BufferRedis;
    const answer = await redisProbe(redis, new BufferKeys('relay'), 'p1', redisTroubleOf).check();
    expect(answer).toEqual({ ok: false, why: expect.stringMatching(why) });
  });
});
