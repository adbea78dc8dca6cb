import * as fc from 'fast-check';
import { STREAK_QUIET_MS } from '#live-event';
import { NOTES_TAKEN_MAX, StreakCounter } from './streak-counter.js';
import { readStreakNote, writeStreakNote } from './streak-note.js';

const NOON = 1_790_000_000_000;

/** What Redis would hold of a bridge's streaks. */
class Hash {
  notes: Record<string, string> = {};

  keep(taken: readonly string[]): void {
    for (let i = 0; i < taken.length; i += 2) {
      if (taken[i + 1] === '') delete this.notes[taken[i]!];
      else this.notes[taken[i]!] = taken[i + 1]!;
    }
  }
}

/** Two processes: each has a clock of its own that began when it did. */
function handOver({ hash = new Hash(), afterMs = 0 } = {}) {
  const first = new StreakCounter({ now: () => 5000 });
  const next = new StreakCounter({ now: () => 70 });
  return {
    first,
    next,
    go: (): void => {
      hash.keep(first.takeNotes(NOON));
      next.restore(hash.notes, NOON + afterMs);
    },
  };
}

describe('the notes of streaks', () => {
  it('let another counter go on where this one stopped', () => {
    const { first, next, go } = handOver();
    first.added('a', 5, false);
    first.added('b', 2, true);
    go();
    expect([next.added('a', 7, false), next.added('b', 2, true)]).toEqual([2, 0]);
    expect(next.added('b', 1, false)).toBe(1);
  });

  it('tell each change once, and nothing where nothing changed', () => {
    const counter = new StreakCounter({ now: () => 0 });
    expect(counter.takeNotes(NOON)).toEqual([]);
    counter.added('a', 5, false);
    expect(counter.takeNotes(NOON)).toEqual(['a', `5@${NOON}`]);
    counter.added('a', 4, false);
    expect(counter.takeNotes(NOON)).toEqual([]);
    counter.added('a', 5, true);
    expect(counter.takeNotes(NOON)).toEqual(['a', `5!@${NOON}`]);
    counter.forget('a');
    expect(counter.takeNotes(NOON)).toEqual(['a', '']);
    counter.forget('a');
    expect(counter.takeNotes(NOON)).toEqual([]);
  });

  it('end a streak that was quiet for a minute, in the counter that writes and in the one that reads', () => {
    let now = 0;
    const counter = new StreakCounter({ now: () => now });
    counter.added('a', 5, false);
    counter.takeNotes(NOON);
    now = STREAK_QUIET_MS + 1;
    expect(counter.takeNotes(NOON + now)).toEqual(['a', '']);

    const { first, next, go } = handOver({ afterMs: STREAK_QUIET_MS + 1 });
    first.added('a', 5, false);
    go();
    expect(next.added('a', 6, false)).toBe(6);
  });

  it('do not replace a newer count of the counter that reads them', () => {
    const counter = new StreakCounter({ now: () => 100_000 });
    counter.added('a', 9, false);
    counter.restore({ a: `5@${NOON - 1000}` }, NOON);
    expect(counter.added('a', 10, false)).toBe(1);
    // Another's clock may be slow: the count tells as well.
    counter.restore({ a: `15@${NOON - 1000}` }, NOON);
    expect(counter.added('a', 16, false)).toBe(1);
  });

  it('do not reset a count that rose a moment ago and is being noted', () => {
    const counter = new StreakCounter({ now: () => 100_000.2 });
    counter.added('a', 9, false);
    counter.restore({ a: `5@${NOON}` }, NOON);
    expect(counter.added('a', 10, false)).toBe(1);
  });

  it('replace every count that did not rise since the notes were asked for', () => {
    let now = 100_000;
    const counter = new StreakCounter({ now: () => now });
    for (const name of ['over', 'on', 'here']) counter.added(name, 5, false);
    const asked = (now += 10);
    now += 10;
    counter.added('here', 7, false);
    counter.restore({ on: `3@${NOON - 1000}` }, NOON, { allBefore: asked });
    expect(counter.takeNotes(NOON)).toEqual(['here', `7@${NOON}`]);
    expect(['over', 'on', 'here'].map((name) => counter.added(name, 8, false))).toEqual([8, 5, 1]);
  });

  it.each([
    ['rose since the frames that come next were heard', 500, [0, 0, 0, 0]],
    ['had risen for the last time before those', 3000, [1, 0, 1, 3]],
  ])('begin another streak with a count of 1, unless one %s', (_, roseMsAgo, added) => {
    const counter = new StreakCounter({ now: () => 100_000 });
    counter.restore({ a: `5!@${NOON - roseMsAgo}` }, NOON, { heardSince: 97_500 });
    expect([1, 1, 2, 5].map((count) => counter.added('a', count, false))).toEqual(added);
  });

  it.each([
    ['lower', `3@${NOON}`],
    ['lower, of the end of the one before', `3!@${NOON}`],
  ])('do not reset a streak where what the second copy noted late is %s', (_, note) => {
    let now = 100_000;
    const first = new StreakCounter({ now: () => now });
    expect([3, 10].map((count) => first.added('a', count, false))).toEqual([3, 7]);
    now += 2500;
    first.restore({ a: note }, NOON, { heardSince: Infinity });
    expect(first.added('a', 13, false)).toBe(3);
  });

  it('are not of the streaks that another process hears, too, where many have one name', () => {
    const hash = new Hash();
    const [first, second] = [
      new StreakCounter({ now: () => 0 }),
      new StreakCounter({ now: () => 0 }),
    ];
    second.isSecond = true;
    const count = (counter: StreakCounter, ...counts: number[]): number[] => {
      const added = counts.map((one) => counter.added('a\n', one, false));
      hash.keep(counter.takeNotes(NOON));
      return added;
    };
    expect(count(second, 1)).toEqual([1]);
    expect(count(first, 1, 2, 3)).toEqual([1, 1, 1]);
    first.forget('a\n');
    expect(count(first, 1)).toEqual([1]);
    // What is noted is of the next one, and what the second one counts is of the one before.
    second.restore(hash.notes, NOON, { allBefore: 1, heardSince: -2500 });
    expect(count(second, 2, 3)).toEqual([1, 1]);
    first.restore(hash.notes, NOON, { heardSince: Infinity });
    expect(count(first, 2)).toEqual([1]);
    // Who has the source from now on goes on with what the first one counted.
    const next = new StreakCounter({ now: () => 0 });
    next.restore(hash.notes, NOON, { allBefore: 1 });
    expect(count(next, 3)).toEqual([1]);
  });

  it('are removed by the process that finds them too old', () => {
    const counter = new StreakCounter({ now: () => 0 });
    counter.restore({ a: `5@${NOON - STREAK_QUIET_MS - 1}`, b: '5@of a later version' }, NOON);
    expect(counter.takeNotes(NOON)).toEqual(['a', '']);
  });

  it('prolong no streak where they come from a clock that is ahead', () => {
    let now = 0;
    const counter = new StreakCounter({ now: () => now });
    counter.restore({ a: `5@${NOON + 3_600_000}` }, NOON);
    now = STREAK_QUIET_MS + 1;
    expect(counter.added('a', 6, false)).toBe(6);
  });

  it('call the watcher once when there is something to note, and again only after it was taken', () => {
    const counter = new StreakCounter();
    let calls = 0;
    counter.watch(() => calls++);
    counter.added('a', 1, false);
    counter.added('b', 1, false);
    expect(calls).toBe(1);
    counter.takeNotes(NOON);
    counter.added('a', 1, true);
    expect(calls).toBe(2);
  });

  it('are taken in bounded numbers, the oldest first', () => {
    const counter = new StreakCounter({ now: () => 0 });
    for (let i = 0; i < NOTES_TAKEN_MAX + 1; i++) counter.added(`${i}`, 1, false);
    expect(counter.takeNotes(NOON)).toHaveLength(2 * NOTES_TAKEN_MAX);
    expect(counter.hasNotes).toBe(true);
    expect(counter.takeNotes(NOON)).toEqual([`${NOTES_TAKEN_MAX}`, `1@${NOON}`]);
    expect(counter.hasNotes).toBe(false);
  });

  it('are bounded, also where nobody takes them', () => {
    const counter = new StreakCounter({ streaksMax: 10 });
    for (let i = 0; i < 1000; i++) counter.added(`${i}`, 1, false);
    const notes = counter.takeNotes(NOON);
    expect(notes.length).toBeLessThanOrEqual(2 * 2 * 10);
    expect(notes.filter((_, i) => i % 2 === 1 && notes[i] !== '')).toHaveLength(10);
  });

  it('make the sum the final count, wherever one process stops and another continues', () => {
    const rises = fc.array(
      fc.record({ streak: fc.constantFrom('a', 'b', 'c'), by: fc.integer({ min: 1, max: 9 }) }),
      { minLength: 1, maxLength: 60 },
    );
    fc.assert(
      fc.property(rises, fc.array(fc.nat(60)), (frames, stops) => {
        const hash = new Hash();
        const counts: Record<string, number> = {};
        let [counter, sum] = [new StreakCounter(), 0];
        for (const [at, { streak, by }] of frames.entries()) {
          counts[streak] = (counts[streak] ?? 0) + by;
          sum += counter.added(streak, counts[streak], false);
          hash.keep(counter.takeNotes(NOON));
          if (!stops.includes(at)) continue;
          counter = new StreakCounter();
          counter.restore(hash.notes, NOON);
        }
        expect(sum).toBe(Object.values(counts).reduce((a, b) => a + b, 0));
      }),
    );
  });
});

describe('a note of a streak', () => {
  it('is read as it was written', () => {
    const note = fc.record({ count: fc.nat(), roseAt: fc.nat(), ended: fc.boolean() });
    fc.assert(
      fc.property(note, (one) => expect(readStreakNote(writeStreakNote(one))).toEqual(one)),
    );
  });

  it.each(['', '5', '@5', '5@', 'x@5', '5?@5', '-5@5', '5@5@5', '1e9@5', '9'.repeat(30)])(
    'is not read from %j',
    (text) => {
      const counter = new StreakCounter();
      counter.restore({ a: text }, NOON);
      expect([readStreakNote(text), counter.added('a', 3, false)]).toEqual([undefined, 3]);
    },
  );
});
