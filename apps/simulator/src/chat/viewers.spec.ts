import type { Doing } from './doing.js';
import { Tally } from './tally.js';
import { GenericChat } from './generic.js';
import { Viewers } from './viewers.js';

const { repertoire } = new GenericChat();

function doings(seed: number, count = 5000): Doing[] {
  const viewers = new Viewers(3, repertoire, seed);
  return Array.from({ length: count }, () => viewers.next(1));
}

describe('Viewers', () => {
  it('act the same for the same seed, and differently for another', () => {
    expect(doings(1)).toEqual(doings(1));
    expect(doings(1)).not.toEqual(doings(2));
  });

  it('act in every way that the platform has', () => {
    const kinds = new Set(doings(1).map(({ kind }) => kind));
    expect([...kinds].toSorted()).toEqual(Object.keys(repertoire.weights).toSorted());
  });

  it('mark every event but viewer counts, without a gap', () => {
    const tally = new Tally();
    const marks = [];
    for (const doing of doings(1)) {
      if (tally.note(doing) === 0 || doing.kind === 'viewers' || doing.kind === 'noise') continue;
      const text = doing.kind === 'comment' ? doing.text : doing.viewer.name;
      marks.push(Number(/#3-(\d+)$/.exec(text)?.[1]));
    }
    expect(marks).toEqual(marks.map((_, at) => at + 1));
    expect(tally.total).toBe(marks.length + tally.events.viewers);
  });

  it('give streaks that rise and end, a few at a time', () => {
    const open = new Map<string, number>();
    let ended = 0;
    let openMax = 0;
    for (const doing of doings(1)) {
      if (doing.kind !== 'gift') continue;
      const { group, total, end } = doing.streak;
      expect(total - (open.get(group) ?? 0)).toBe(doing.count);
      open.set(group, total);
      if (end) open.delete(group);
      if (end) ended++;
      openMax = Math.max(openMax, open.size);
    }
    expect(ended).toBeGreaterThan(20);
    expect(openMax).toBeLessThanOrEqual(8);
  });
});
