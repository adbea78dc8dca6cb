import { jest } from '@jest/globals';
import { SweepTimer } from './sweep-timer.js';
import { Rounds } from './rounds.js';
import { TargetRecount } from './target-recount.js';

const STEPS = ['loss', 'schedule', 'sweep', 'recount', 'rounds'] as const;
type Step = (typeof STEPS)[number];

/** What one tick did, where a key of the wrong type is in the way of one step. */
async function tick(broken?: Step): Promise<{ done: Step[]; failed: string[] }> {
  const done: Step[] = [];
  const failed: string[] = [];
  const take = async <T>(name: Step, value: T): Promise<T> => {
    if (name === broken) throw new Error(`WRONGTYPE ${name}`);
    done.push(name);
    return value;
  };
  const timer = new SweepTimer({
    loss: { ageMs: async () => take('loss', 0) },
    queue: { keepSweep: async () => take('schedule', false) },
    sweep: { ageMs: Infinity, run: async () => take('sweep', undefined) },
    recount: { step: async () => take('recount', undefined) },
    rounds: { step: async () => take('rounds', undefined) },
    listener: {
      repaired: () => {},
      lostAll: () => {},
      failed: ({ message }) => failed.push(message),
    },
    everyMs: 1000,
  });
  timer.start();
  await jest.advanceTimersByTimeAsync(1000);
  timer.stop();
  return { done, failed };
}

describe("the steps of the reporter's upkeep", () => {
  beforeEach(() => void jest.useFakeTimers());
  afterEach(() => void jest.useRealTimers());

  it('run in order at each tick', async () => {
    expect(await tick()).toEqual({ done: STEPS, failed: [] });
  });

  it.each(STEPS)(
    'a failing step "%s" fails alone: the others run, and its error is told',
    async (broken) => {
      expect(await tick(broken)).toEqual({
        done: STEPS.filter((step) => step !== broken),
        failed: [`WRONGTYPE ${broken}`],
      });
    },
  );

  it('tell once of each loss of all that Redis held, and not of one before they began', async () => {
    let told = 0;
    let lostAt = performance.now() - 60_000;
    const timer = new SweepTimer({
      loss: { ageMs: async () => performance.now() - lostAt },
      queue: { keepSweep: async () => false },
      sweep: { ageMs: 0, run: async () => {} },
      recount: { step: async () => {} },
      rounds: { step: async () => {} },
      listener: { repaired: () => {}, lostAll: () => told++, failed: () => {} },
      everyMs: 1000,
    });
    timer.start();
    await jest.advanceTimersByTimeAsync(3000);
    expect(told).toBe(0);
    for (const losses of [1, 2]) {
      lostAt = performance.now();
      await jest.advanceTimersByTimeAsync(5000);
      expect(told).toBe(losses);
    }
    timer.stop();
  });

  it('a corrected target is woken though a full Redis takes no note of it', async () => {
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
