import * as fc from 'fast-check';
import { retryDelayMs } from './retry-delay.js';

describe('retryDelayMs', () => {
  it('doubles its ceiling with every failure, up to half a minute', () => {
    const ceilings = [1, 2, 3, 4, 5, 6, 7, 100].map((failures) => retryDelayMs(failures, 1));
    expect(ceilings).toEqual([1000, 2000, 4000, 8000, 16_000, 30_000, 30_000, 30_000]);
  });

  it('spreads over all delays below the ceiling, but never 0', () => {
    expect(retryDelayMs(4, 0.5)).toBe(4000);
    expect(retryDelayMs(4, 0)).toBe(100);
  });

  it('is never shorter than Retry-After', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 1e6 }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        fc.integer({ min: 0, max: 600_000 }),
        (failures, random, retryAfterMs) => {
          const delay = retryDelayMs(failures, random, retryAfterMs);
          expect(delay).toBeGreaterThanOrEqual(Math.max(100, retryAfterMs));
          expect(delay).toBeLessThanOrEqual(Math.max(30_000, retryAfterMs));
        },
      ),
    );
  });
});
