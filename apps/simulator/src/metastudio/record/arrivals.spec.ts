import * as fc from 'fast-check';

import { Arrivals } from './arrivals.js';

describe('Arrivals', () => {
  it('counts each mark once, and sees a mark that comes after a later one', () => {
    const numbers = fc.array(fc.integer({ min: 1, max: 200_000 }), { maxLength: 200 });
    fc.assert(
      fc.property(numbers, (order) => {
        const arrivals = new Arrivals();
        const room = arrivals.room('room');
        const seen = new Set<number>();
        let late = 0;
        for (const number of order) {
          if (!seen.has(number) && number < Math.max(0, ...seen)) late++;
          seen.add(number);
          arrivals.note(room, { stream: 1, number });
        }
        expect(arrivals).toMatchObject({
          distinct: seen.size,
          duplicates: order.length - seen.size,
          outOfOrder: late,
        });
      }),
    );
  });

  it('keeps rooms and streams apart', () => {
    const arrivals = new Arrivals();
    arrivals.note(arrivals.room('a'), { stream: 1, number: 5 });
    arrivals.note(arrivals.room('a'), { stream: 2, number: 5 });
    arrivals.note(arrivals.room('b'), { stream: 1, number: 4 });
    expect(arrivals).toMatchObject({ distinct: 3, duplicates: 0, outOfOrder: 0 });
  });

  it('says what is beyond its bounds instead of growing', () => {
    const arrivals = new Arrivals();
    const room = arrivals.room('a');
    for (let chunk = 0; chunk < 4096; chunk++) {
      for (const stream of [1, 2, 3]) arrivals.note(room, { stream, number: chunk * 65_536 + 1 });
    }
    expect(arrivals).toMatchObject({ distinct: 8192, untracked: 4096 });
  });
});
