import { BufferKeys, redisTroubleOf, type BufferRedis } from '#event-buffer';
import { Readiness } from '../console/readiness.js';
import { appendProbe, redisProbe } from './readiness-probes.js';

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

describe('where nothing can be appended', () => {
  it.each([
    [new Error('NOREPLICAS Not enough good replicas to write.'), /min-replicas-to-write\.$/u],
    [new Error('WRONGTYPE Operation against a key'), /give a prefix of its own\.$/u],
  ])('what to do is told to its end: %s', async (error, ending) => {
    const target =
      'default/24bad716-87b1-45e5-8912-6102f7693265/524746e3-f996-234c-be52-80d22dcd7bfe';
    const readiness = new Readiness();
    readiness.add(appendProbe({ failing: { target, error, forMs: 60_000, targets: 100 } }));
    const { reasons } = await readiness.report();
    expect(reasons['collector']).toMatch(ending);
  });
});
