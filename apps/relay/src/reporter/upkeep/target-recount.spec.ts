import { Rounds } from '#event-buffer';
import { TargetRecount } from './target-recount.js';

describe('TargetRecount', () => {
  it('tells events that Redis lost as lost, and any other count as corrected', async () => {
    const told: unknown[] = [];
    const lost = new Map([['shop', 7]]);
    const asked: (readonly string[])[] = [];
    const recount = new TargetRecount({
      recount: {
        run: async (targets) => {
          asked.push(targets);
          return [
            { target: 'p/short', lost },
            { target: 'p/wrong', lost: new Map<string, number>() },
          ];
        },
      },
      rounds: new Rounds(async () => ['p/wrong', 'p/quiet'], 1),
      waiting: { noted: async () => ['p/short', 'p/wrong'], note: async () => {} },
      queue: { wakeAll: async (targets) => void told.push(['wake', ...targets]) },
      listener: {
        repaired: (what, target) => told.push(['repaired', what, target]),
        lost: (target, counts) => told.push(['lost', target, counts]),
        failed: (error) => told.push(error),
      },
      now: () => 0,
    });
    await recount.step();
    expect(asked).toEqual([['p/short', 'p/wrong', 'p/quiet']]);
    expect(told).toEqual([
      ['lost', 'p/short', lost],
      ['wake', 'p/short'],
      ['repaired', 'count', 'p/wrong'],
      ['wake', 'p/wrong'],
    ]);
  });

  it('wakes a corrected target though a full Redis takes no note of it', async () => {
    const woken: string[] = [];
    const failed: string[] = [];
    const corrected = ['p/a', 'p/b'].map((target) => ({ target, lost: new Map<string, number>() }));
    const recount = new TargetRecount({
      recount: { run: async () => corrected },
      rounds: new Rounds(async () => [], 1),
      waiting: { noted: async () => [], note: async () => Promise.reject(new Error('OOM')) },
      queue: { wakeAll: async (targets) => void woken.push(...targets) },
      listener: {
        repaired: () => {},
        lost: () => {},
        failed: ({ message }) => failed.push(message),
      },
      now: () => 0,
    });
    await recount.step();
    expect({ woken, failed }).toEqual({ woken: ['p/a', 'p/b'], failed: ['OOM', 'OOM'] });
  });
});
