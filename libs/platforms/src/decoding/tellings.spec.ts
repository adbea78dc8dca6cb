import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import * as fc from 'fast-check';
import { Tellings } from './tellings.js';

setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc') as () => void;

/** The bytes of the heap that are in use once nothing else is collected. */
function held(): number {
  collect();
  return process.memoryUsage().heapUsed;
}

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

  it('knows what is as long as a frame, and holds little of it', () => {
    const tellings = new Tellings();
    const long = 'x'.repeat(1024 * 1024);
    const heldBefore = held();
    for (let at = 0; at < 50; at++) expect(tellings.isNew(`${at}${long}`, 'a')).toBe(true);
    // All fifty would be fifty times as much; what else this process holds may differ by one.
    expect(held() - heldBefore).toBeLessThan(5 * long.length);
    expect(tellings.isNew(`7${long}`, 'b')).toBe(false);
    expect(tellings.isNew(`7${long}y`, 'b')).toBe(true);
  });

  it('remembers a bounded number of events, the latest', () => {
    const tellings = new Tellings({ max: 2 });
    for (const what of ['x', 'y', 'z']) tellings.isNew(what, 'a');
    expect(tellings.isNew('z', 'b')).toBe(false);
    expect(tellings.isNew('x', 'b')).toBe(true);
  });
});
