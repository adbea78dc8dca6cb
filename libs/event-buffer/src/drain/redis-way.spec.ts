import { RedisWay } from './redis-way.js';

/** By how much Redis's clock is ahead of `performance.now()`, in ms. */
const AHEAD_MS = 1_800_000_000_000;

/** A question that takes so long to Redis, and its answer so long back. */
function ask(way: RedisWay, askedAt: number, toMs: number, backMs: number, aheadMs = AHEAD_MS) {
  const redisAt = askedAt + toMs + aheadMs;
  return way.answered({ askedAt, answeredAt: askedAt + toMs + backMs, redisAt });
}

describe('how far Redis is, and what time it is there', () => {
  it('the shortest question tells when Redis answered the others, on whichever way they were held up', () => {
    const way = new RedisWay();
    expect(ask(way, 1000, 300, 100)).toBe(1200);
    expect(ask(way, 2000, 20, 20)).toBe(2020);
    expect(ask(way, 3000, 300, 10)).toBe(3300);
    expect(ask(way, 4000, 10, 800)).toBe(4010);
  });

  it('a question tells by itself where Redis’s clock was set, and a minute after a shorter one', () => {
    const way = new RedisWay();
    expect(ask(way, 1000, 20, 20)).toBe(1020);
    expect(ask(way, 2000, 40, 20, AHEAD_MS - 3_600_000)).toBe(2030);
    expect(ask(way, 3000, 100, 30, AHEAD_MS - 3_600_000)).toBe(3090);
    expect(ask(way, 70_000, 100, 30, AHEAD_MS - 3_600_000)).toBe(70_065);
  });

  it('what is held up now and then is prepared in time, and a Redis that is near stays near', () => {
    const [far, near] = [new RedisWay(), new RedisWay()];
    for (const [i, ms] of [100, 20, 100, 20, 100].entries()) {
      ask(far, i * 1000, ms, ms);
      ask(near, i * 1000, i === 3 ? 1 : ms, 1);
    }
    expect([far.ms, far.prepareMs]).toEqual([200, 450]);
    expect([near.ms, near.prepareMs, near.aheadMs]).toEqual([0, 0, 0]);
  });
});
