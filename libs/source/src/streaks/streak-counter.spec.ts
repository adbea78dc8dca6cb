import * as fc from 'fast-check';
import { STREAK_QUIET_MS } from '#live-event';
import { StreakCounter } from './streak-counter.js';

/** What each frame of one streak adds; `3!` is the end frame that counts 3. */
function added(counter: StreakCounter, frames: string): number[] {
  return frames.split(' ').map((frame) => {
    return counter.added('a', Number.parseInt(frame, 10), frame.endsWith('!'));
  });
}

describe('StreakCounter', () => {
  it.each([
    ['rising counts', '1 2 5', [1, 1, 3]],
    ['a streak whose beginning was missed', '7 8', [7, 1]],
    ['repeated and lower counts', '1 3 3 2 4', [1, 2, 0, 0, 1]],
    ['an end that repeats the last count', '1 2 2!', [1, 1, 0]],
    ['an end that counts on', '1 2 4!', [1, 1, 2]],
    ['an end that comes twice', '2 2! 2!', [2, 0, 0]],
    ['a late frame after the end', '1 4! 3 2', [1, 3, 0, 0]],
    ['a new streak after the end', '1 3! 1 2 3!', [1, 2, 1, 1, 1]],
    ['a new, longer streak of one frame after the end', '2! 5!', [2, 5]],
    ['a new, shorter streak of one frame after the end', '5! 2!', [5, 2]],
  ])('counts %s', (_, frames, expected) => {
    expect(added(new StreakCounter(), frames)).toEqual(expected);
  });

  it("continues another counter's streak from its note, and counts the rest", () => {
    const [before, after] = [new StreakCounter(), new StreakCounter()];
    before.added('a', 5, false);
    before.takeNotes(0);
    before.added('b', 2, false);
    after.goOnFrom(before);
    expect(after.added('a', 7, false)).toBe(2);
    expect(after.takeNotes(0).filter((_, i) => i % 2 === 0)).toEqual(['b', 'a']);
  });

  it('tells streaks of other keys apart', () => {
    const counter = new StreakCounter();
    expect(counter.added('a', 5, false)).toBe(5);
    expect(counter.added('b', 2, false)).toBe(2);
    expect(counter.added('a', 6, false)).toBe(1);
  });

  it('begins anew after a quiet minute, which lower counts do not prolong', () => {
    let now = 0;
    const counter = new StreakCounter({ now: () => now });
    expect(counter.added('a', 5, false)).toBe(5);
    now = STREAK_QUIET_MS;
    expect(counter.added('a', 1, false)).toBe(0);
    now += 1;
    expect(counter.added('a', 1, false)).toBe(1);
  });

  it('begins anew once a streak was forgotten', () => {
    const counter = new StreakCounter();
    counter.added('a', 5, true);
    counter.forget('a');
    expect(counter.added('a', 5, true)).toBe(5);
  });

  it('forgets the quietest streak when there are too many', () => {
    const counter = new StreakCounter({ streaksMax: 2 });
    counter.added('a', 1, false);
    counter.added('b', 1, false);
    counter.added('a', 2, false);
    counter.added('c', 1, false);
    expect(counter.added('a', 3, false)).toBe(1);
    expect(counter.added('b', 1, false)).toBe(1);
  });

  it('adds up to the final count, whichever frames are repeated, missing or out of order', () => {
    const counts = fc.array(fc.integer({ min: 1, max: 500 }), { maxLength: 40 });
    fc.assert(
      fc.property(counts, fc.integer({ min: 1, max: 3 }), (seen, ends) => {
        const final = Math.max(1, ...seen);
        const counter = new StreakCounter();
        const frames = [...seen.map((count) => `${count}`), ...Array(ends).fill(`${final}!`)];
        const sum = added(counter, frames.join(' ')).reduce((a, b) => a + b, 0);
        expect(sum).toBe(final);
      }),
    );
  });
});
