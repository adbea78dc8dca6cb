import { BoundedMap } from './bounded-map.js';

describe('a bounded map', () => {
  it('drops the entry that was set longest ago, and returns it', () => {
    const map = new BoundedMap<string, number>(2);
    expect(map.set('a', 1)).toBeUndefined();
    expect(map.set('b', 2)).toBeUndefined();
    expect(map.set('a', 3)).toBeUndefined();
    expect(map.set('c', 4)).toEqual(['b', 2]);
    expect([...map]).toEqual([
      ['a', 3],
      ['c', 4],
    ]);
    expect(map.size).toBe(2);
  });

  it('drops the oldest entries that have expired, and no others', () => {
    const map = new BoundedMap<string, number>(9);
    for (const [key, at] of Object.entries({ a: 1, b: 2, c: 9, d: 3 })) map.set(key, at);
    map.dropWhile((at) => at < 5);
    expect([...map].map(([key]) => key)).toEqual(['c', 'd']);
    expect(map.oldest()).toEqual(['c', 9]);
    expect(map.has('a')).toBe(false);
  });
});
