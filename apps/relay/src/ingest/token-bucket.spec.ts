import * as fc from 'fast-check';
import { TokenBucket } from './token-bucket.js';

describe('TokenBucket', () => {
  it('lets a burst of two seconds pass at once, and tells when the next request may', () => {
    let now = 0;
    const bucket = new TokenBucket(10, () => now);
    for (let i = 0; i < 20; i++) expect(bucket.take()).toBe(0);
    expect(bucket.take()).toBe(100);
    now = 100;
    expect(bucket.take()).toBe(0);
    expect(bucket.take()).toBe(100);
  });

  it('never lets more requests pass than its rate and one burst', () => {
    const gaps = fc.array(fc.integer({ min: 0, max: 500 }), { minLength: 1, maxLength: 200 });
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 50 }), gaps, (perSecond, waits) => {
        let now = 0;
        const bucket = new TokenBucket(perSecond, () => now);
        let passed = 0;
        for (const wait of waits) {
          now += wait;
          if (bucket.take() === 0) passed++;
        }
        expect(passed).toBeLessThanOrEqual(perSecond * 2 + (now / 1000) * perSecond + 1e-6);
      }),
    );
  });

  it('keeps all from passing until what passed too soon is paid for, and no longer than ten seconds', () => {
    let now = 0;
    const bucket = new TokenBucket(10, () => now);
    for (let i = 0; i < 20; i++) expect(bucket.owe()).toBe(0);
    for (let i = 1; i <= 5; i++) expect(bucket.owe()).toBe(100 * i);
    now = 400;
    expect([bucket.owedMs(), bucket.take()]).toEqual([100, 200]);
    now = 600;
    expect([bucket.owedMs(), bucket.take()]).toEqual([0, 0]);
    for (let i = 0; i < 1000; i++) bucket.owe();
    expect(bucket.owedMs()).toBe(10_000);
  });

  it('lets a request pass after the time that it told', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 100_000 }), (perSecond) => {
        let now = 0;
        const bucket = new TokenBucket(perSecond, () => now);
        let wait = bucket.take();
        while (wait === 0) wait = bucket.take();
        now += wait;
        expect(bucket.take()).toBe(0);
      }),
      // A time of that rate is a little short.
      { numRuns: 20, examples: [[691]] },
    );
  });
});
