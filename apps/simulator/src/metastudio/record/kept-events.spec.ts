import { KeptEvents } from './kept-events.js';

const SEGMENT = 16_384;
const event = (content: string) => ({ timestamp: 1, type: 1, content });

describe('KeptEvents', () => {
  it('keeps the latest events at its limit, and goes on counting', () => {
    const kept = new KeptEvents('marks', 2 * SEGMENT, Infinity);
    for (let n = 1; n <= 3 * SEGMENT; n++) kept.add('a', 1, event(''), { stream: 1, number: n });
    const all = [...kept.after(0, undefined)];
    expect(all).toHaveLength(2 * SEGMENT);
    expect(all[0]).toMatchObject({ ordinal: SEGMENT + 1, number: SEGMENT + 1 });
    expect(all.at(-1)).toMatchObject({ ordinal: 3 * SEGMENT, number: 3 * SEGMENT });
  });

  it('keeps the latest contents within its bytes, none of them cut', () => {
    const kept = new KeptEvents('all', Infinity, 1_000_000);
    for (let n = 0; n < 3 * SEGMENT; n++) kept.add('a', 1, event('x'.repeat(100)), undefined);
    const all = [...kept.after(0, undefined)];
    expect(all.length).toBeLessThanOrEqual(SEGMENT);
    expect(all.at(-1)).toMatchObject({ ordinal: 3 * SEGMENT, content: 'x'.repeat(100) });
  });

  it('tells unmarked contents apart by a hash', () => {
    const kept = new KeptEvents('marks', 100, 100);
    for (const text of ['a', 'a', 'b']) kept.add('a', 1, event(text), undefined);
    const [one, two, three] = [...kept.after(0, 'a')].map(({ hash }) => hash);
    expect(one).toBe(two);
    expect(one).not.toBe(three);
  });

  it('gives the events of one job after an ordinal', () => {
    const kept = new KeptEvents('all', 100, 1000);
    for (const job of ['a', 'b', 'a']) kept.add(job, 1, { timestamp: 1 }, undefined);
    expect([...kept.after(1, 'a')]).toMatchObject([{ ordinal: 3, type: null, content: null }]);
    expect([...kept.after(0, 'c')]).toEqual([]);
  });

  it('keeps no event in the mode none', () => {
    const kept = new KeptEvents('none', 100, 100);
    kept.add('a', 1, event('x'), undefined);
    expect([...kept.after(0, undefined)]).toEqual([]);
  });
});
