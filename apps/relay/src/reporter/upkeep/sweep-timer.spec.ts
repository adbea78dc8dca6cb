import { jest } from '@jest/globals';
import { SweepTimer, type SweepTimerParts } from './sweep-timer.js';

const STEPS = ['loss', 'schedule', 'sweep', 'recount', 'rounds', 'accepted', 'time'] as const;
type Step = (typeof STEPS)[number];

const EVERY_MS = 1000;

interface Circumstances {
  /** A step that a key of the wrong type is in the way of. */
  readonly broken?: Step;
  /** How long ago the sweep ran here, by BullMQ's scheduler perhaps. */
  readonly sweptMsAgo?: number;
  /** Whether the schedule had to be written to Redis again. */
  readonly wasScheduleLost?: boolean;
  /** Until when the first step of a tick waits for Redis. */
  readonly answered?: Promise<void>;
}

class Upkeep {
  readonly done: string[] = [];
  readonly failed: string[] = [];
  readonly timer: SweepTimer;

  constructor(private readonly now: Circumstances = {}) {
    const parts: SweepTimerParts = {
      loss: { ageMs: async () => this.take('loss', 0), tells: () => false },
      queue: { keepSweep: async () => this.take('schedule', now.wasScheduleLost ?? false) },
      sweep: {
        ageMs: now.sweptMsAgo ?? Infinity,
        run: async () => this.take('sweep', undefined),
      },
      recount: { step: async () => this.take('recount', undefined) },
      rounds: { step: async () => this.take('rounds', undefined) },
      listener: {
        repaired: (what) => this.done.push(`repaired ${what}`),
        lostAll: () => {},
        failed: ({ message }) => this.failed.push(message),
      },
      everyMs: EVERY_MS,
    };
    this.timer = new SweepTimer(parts);
    this.timer.start(
      async () => this.take('accepted', undefined),
      async () => this.take('time', undefined),
    );
  }

  async take<T>(name: Step, value: T): Promise<T> {
    if (name === this.now.broken) throw new Error(`WRONGTYPE ${name}`);
    this.done.push(name);
    if (name === 'loss') await this.now.answered;
    return value;
  }
}

/** What one tick did. */
async function tick(now?: Circumstances): Promise<Pick<Upkeep, 'done' | 'failed'>> {
  const { timer, done, failed } = new Upkeep(now);
  await jest.advanceTimersByTimeAsync(EVERY_MS);
  timer.stop();
  return { done, failed };
}

describe("the steps of the reporter's upkeep", () => {
  beforeEach(() => void jest.useFakeTimers());
  afterEach(() => void jest.useRealTimers());

  it('run in order at each tick, until they are stopped', async () => {
    const upkeep = new Upkeep();
    await jest.advanceTimersByTimeAsync(2 * EVERY_MS);
    upkeep.timer.stop();
    await jest.advanceTimersByTimeAsync(5 * EVERY_MS);
    expect(upkeep).toMatchObject({ done: [...STEPS, ...STEPS], failed: [] });
  });

  it.each(STEPS)(
    'a failing step "%s" fails alone: the others run, and its error is told',
    async (broken) => {
      expect(await tick({ broken })).toEqual({
        done: STEPS.filter((step) => step !== broken),
        failed: [`WRONGTYPE ${broken}`],
      });
    },
  );

  it("the sweep is left out where BullMQ's scheduler has run it lately", async () => {
    const others = STEPS.filter((step) => step !== 'sweep');
    expect((await tick({ sweptMsAgo: 799 })).done).toEqual(others);
    expect((await tick({ sweptMsAgo: 800 })).done).toEqual(STEPS);
  });

  it('a schedule that Redis had lost is told as repaired', async () => {
    const { done } = await tick({ wasScheduleLost: true });
    expect(done).toEqual(['loss', 'schedule', 'repaired schedule', ...STEPS.slice(2)]);
  });

  it('no tick begins while one waits for Redis, and the next one does once it is over', async () => {
    let answer!: () => void;
    const answered = new Promise<void>((resolve) => {
      answer = resolve;
    });
    const { timer, done } = new Upkeep({ answered });
    await jest.advanceTimersByTimeAsync(3 * EVERY_MS);
    expect(done).toEqual(['loss']);
    answer();
    await jest.advanceTimersByTimeAsync(EVERY_MS);
    timer.stop();
    expect(done).toEqual([...STEPS, ...STEPS]);
  });
});
