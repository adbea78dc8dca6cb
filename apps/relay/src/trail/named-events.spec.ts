import * as fc from 'fast-check';
import { NamedEvents } from './named-events.js';
import { CAME_A_SECOND_MAX } from './trail-record.js';

/** How many events come within each of some stretches of time, and for how many ms the next come later. */
const stretches = fc.array(
  fc.tuple(fc.integer({ min: 1, max: 100 }), fc.integer({ max: 999, min: 0 })),
  {
    minLength: 1,
    maxLength: 60,
  },
);

describe('named events', () => {
  it('are all that a collector recorded as they came', () => {
    fc.assert(
      fc.property(stretches, fc.integer({ min: 0, max: 999 }), (given, startAt) => {
        const named = new NamedEvents();
        const recorded = new Map<number, number>();
        let now = startAt;
        for (const [count, ms] of given) {
          const times = Array.from({ length: count }, (_, i) => now + Math.floor((i * ms) / count));
          const isRecorded = times.map((at) => {
            const second = Math.floor(at / 1000);
            recorded.set(second, (recorded.get(second) ?? 0) + 1);
            return recorded.get(second)! <= CAME_A_SECOND_MAX;
          });
          const stretch = { bridge: 'shop', firstAt: times[0]!, lastAt: times.at(-1)!, count };
          expect(named.of(stretch)).toBeGreaterThan(isRecorded.lastIndexOf(true));
          now = times.at(-1)!;
        }
      }),
    );
  });

  it('are few in a second of thousands, for each bridge', () => {
    const named = new NamedEvents();
    const flood = (bridge: string, at: number): number => {
      let count = 0;
      for (let i = 0; i < 100; i++) {
        count += named.of({ bridge, firstAt: at + i, lastAt: at + i, count: 100 });
      }
      return count;
    };
    expect([flood('shop', 1000), flood('stage', 1000), flood('shop', 2000)]).toEqual([
      400, 400, 400,
    ]);
  });
});
