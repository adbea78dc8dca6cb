import * as fc from 'fast-check';
import { GIFT_BOMB_LASTS_MS, GIFT_BOMBS_MAX, GiftBombs } from './gift-bombs.js';

describe('GiftBombs', () => {
  it('counts a gift to many once, with its announcement', () => {
    const bombs = new GiftBombs();
    expect(bombs.added('a', 3, true, 0)).toBe(3);
    expect([1, 2, 3].map((at) => bombs.added('a', 1, false, at))).toEqual([0, 0, 0]);
    expect(bombs.added('a', 1, false, 4)).toBe(1);
  });

  it('counts each subscription where none is announced', () => {
    const bombs = new GiftBombs();
    expect([bombs.added('', 1, false, 0), bombs.added('', 1, false, 0)]).toEqual([1, 1]);
    expect([bombs.added('a', 1, false, 0), bombs.added('a', 1, false, 0)]).toEqual([1, 1]);
  });

  it('counts the whole gift, whatever the order of its lines', () => {
    const total = fc.integer({ min: 1, max: 30 });
    fc.assert(
      fc.property(total, fc.nat(30), (count, before) => {
        const bombs = new GiftBombs();
        const early = Math.min(before, count);
        let sum = 0;
        for (let i = 0; i < early; i++) sum += bombs.added('a', 1, false, i);
        sum += bombs.added('a', count, true, early);
        for (let i = early; i < count; i++) sum += bombs.added('a', 1, false, i + 1);
        expect(sum).toBe(count);
      }),
    );
  });

  it('forgets a gift after ten minutes', () => {
    const bombs = new GiftBombs();
    bombs.added('a', 3, true, 0);
    expect(bombs.added('a', 1, false, GIFT_BOMB_LASTS_MS + 1)).toBe(1);
  });

  it('remembers a bounded number of gifts, the newest', () => {
    const bombs = new GiftBombs();
    for (let i = 0; i <= GIFT_BOMBS_MAX; i++) bombs.added(`bomb-${i}`, 2, true, 0);
    expect(bombs.added('bomb-0', 1, false, 0)).toBe(1);
    expect(bombs.added(`bomb-${GIFT_BOMBS_MAX}`, 1, false, 0)).toBe(0);
  });
});
