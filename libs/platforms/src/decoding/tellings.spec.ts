import * as fc from 'fast-check';
import { Tellings } from './tellings.js';

describe('Tellings', () => {
  it('takes an event told in several ways once, whichever way is first', () => {
    const tellings = new Tellings();
    expect(tellings.isNew('100 bits of Ann', 'cheer')).toBe(true);
    expect(tellings.isNew('100 bits of Ann', 'use')).toBe(false);
    expect(tellings.isNew('100 bits of Ann', 'chat')).toBe(false);
    expect(tellings.isNew('100 bits of Bob', 'use')).toBe(true);
  });

  it('takes a repeated event as often as one way tells it, in any order', () => {
    const ways = fc.shuffledSubarray(
      ['a', 'a', 'a', 'b', 'b', 'c'].map((way, at) => ({ way, at })),
      { minLength: 6 },
    );
    fc.assert(
      fc.property(ways, (told) => {
        const tellings = new Tellings();
        expect(told.filter(({ way }) => tellings.isNew('x', way))).toHaveLength(3);
      }),
    );
  });

  it('forgets an event a while after it was last told', () => {
    let now = 0;
    const tellings = new Tellings({ now: () => now });
    expect(tellings.isNew('x', 'a', 1000)).toBe(true);
    now = 999;
    expect(tellings.isNew('x', 'b', 1000)).toBe(false);
    now = 1999;
    expect(tellings.isNew('x', 'c', 1000)).toBe(true);
  });

  it('remembers a bounded number of events, the latest', () => {
    const tellings = new Tellings({ max: 2 });
    for (const what of ['x', 'y', 'z']) tellings.isNew(what, 'a');
    expect(tellings.isNew('z', 'b')).toBe(false);
    expect(tellings.isNew('x', 'b')).toBe(true);
  });
});
