import { array, assert, constantFrom, option, property, record } from 'fast-check';
import { RowOrder } from './row-order.js';
import { LEVELS, type Level } from './verdict.js';

describe('RowOrder', () => {
  it('sorts rows by trouble first, then by name, however rows change', () => {
    const step = record({
      key: constantFrom('a', 'b', 'c', 'd', 'e', 'f'),
      level: option(constantFrom(...LEVELS), { nil: undefined }),
    });
    assert(
      property(array(step, { maxLength: 40 }), (steps) => {
        const order = new RowOrder();
        const known = new Map<string, Level>();
        for (const { key, level } of steps) {
          if (level === undefined) {
            order.remove(key);
            known.delete(key);
          } else {
            order.put(key, level);
            known.set(key, level);
          }
        }
        const wanted = LEVELS.flatMap((level) =>
          [...known].flatMap(([key, of]) => (of === level ? [key] : [])).sort(),
        );
        expect(order.keys).toEqual(wanted);
        for (const level of LEVELS) {
          expect(order.counts[level]).toBe([...known.values()].filter((of) => of === level).length);
        }
      }),
    );
  });

  it('tells whether a change moved a row', () => {
    const order = new RowOrder();
    expect(order.put('a', 'well')).toBe(true);
    expect(order.put('a', 'well')).toBe(false);
    expect(order.put('a', 'trouble')).toBe(true);
    expect(order.remove('b')).toBe(false);
  });
});
