import * as fc from 'fast-check';

import { Latencies } from './latencies.js';

describe('Latencies', () => {
  it('tells percentiles to within 2 %', () => {
    const latency = fc.double({ min: 0.06, max: 600_000, noNaN: true });
    fc.assert(
      fc.property(fc.array(latency, { minLength: 1, maxLength: 100 }), (all) => {
        const latencies = new Latencies();
        for (const one of all) latencies.note(one);
        const sorted = all.toSorted((a, b) => a - b);
        for (const percent of [50, 99]) {
          const exact = sorted[Math.ceil((all.length * percent) / 100) - 1]!;
          const told = latencies.percentileMs(percent)!;
          expect(told).toBeGreaterThanOrEqual(exact - 0.01);
          expect(told).toBeLessThanOrEqual(exact * 1.021 + 0.01);
        }
      }),
    );
  });

  it('has no percentile without a value', () => {
    expect(new Latencies().percentileMs(50)).toBeNull();
  });
});
