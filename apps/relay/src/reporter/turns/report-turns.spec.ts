import * as fc from 'fast-check';
import type { RateMoment, RateMoments, ReportRate } from '#event-buffer';
import type { EventClass } from '#live-event';
import { bidOf, compareImportance, importanceOf, type Importance } from './importance.js';
import { ReportTurns } from './report-turns.js';

/** Longer than a busy machine keeps the processor from this process. */
const PREPARE_MS = 1000;
const NEVER = { paid: Infinity, chat: Infinity, ambient: Infinity };

function of(rank: number, since: number, overdueInMs = Infinity): Importance {
  return { rank, since, overdueInMs };
}

function turnOf(isOverdue: boolean, inMs = 0): RateMoment {
  const at = performance.now() + inMs;
  return { at, prepareAt: at - PREPARE_MS, isOverdue };
}

/** A limit that gives a turn whenever the test says so. */
class Limit {
  readonly momentsMax = 2;
  readonly overduePerMs: number;
  #left = 0;
  #wasOverdue = false;
  #asked: (() => void) | undefined;

  constructor(overduePerMs = 1) {
    this.overduePerMs = overduePerMs;
  }

  async takeNow(bid: number): Promise<RateMoments> {
    return this.takeNext([bid], 0);
  }

  async takeNext(_bids: readonly number[], overdue: number): Promise<RateMoments> {
    if (this.#left === 0) {
      await new Promise<void>((resolve) => {
        this.#asked = resolve;
      });
    }
    this.#left--;
    this.#wasOverdue = overdue > 0 && !this.#wasOverdue;
    return { moments: [turnOf(this.#wasOverdue)], askInMs: 0 };
  }

  async give(): Promise<void> {
    this.#left++;
    this.#asked?.();
    this.#asked = undefined;
    for (let i = 0; i < 10; i++) await Promise.resolve();
  }
}

/** A limit that gives all turns at once. */
function givingAtOnce(
  turn: () => RateMoment,
): Pick<ReportRate, 'takeNow' | 'takeNext' | 'momentsMax' | 'overduePerMs'> {
  const answer = async (count: number): Promise<RateMoments> => {
    return { moments: Array.from({ length: count }, turn), askInMs: 0 };
  };
  return {
    momentsMax: 10,
    overduePerMs: 1,
    takeNow: async () => answer(1),
    takeNext: async ({ length }) => answer(length),
  };
}

/** Who is served, in order, with a number of turns. */
async function servedOf(
  waiters: Readonly<Record<string, Importance>>,
  turns = Object.keys(waiters).length,
  limit = new Limit(),
): Promise<string[]> {
  const reportTurns = new ReportTurns({ rate: limit, failed: fail });
  const served: string[] = [];
  for (const [name, importance] of Object.entries(waiters)) {
    reportTurns.wait(importance, () => served.push(name));
  }
  for (let i = 0; i < turns; i++) await limit.give();
  return served;
}

function fail(error: Error): void {
  throw error;
}

describe('the importance of what waits for a target', () => {
  it('bids in the same order as it sorts, and above all for an overdue target', () => {
    const one = fc.record({
      rank: fc.integer({ min: 0, max: 2 }),
      since: fc.oneof(fc.integer({ min: 2, max: 4e12 }), fc.constant(Infinity)),
      overdueInMs: fc.constant(0),
    });
    fc.assert(
      fc.property(one, one, (a, b) => {
        const order = Math.sign(compareImportance(a, b) || 0);
        expect(Math.sign(bidOf(a) - bidOf(b))).toBe(order);
        expect(bidOf(a)).toBeGreaterThan(1);
        expect(Number.isSafeInteger(bidOf(a))).toBe(true);
      }),
    );
  });

  it('goes by the best class that waits, and by how long that class had no report', () => {
    const oldest = new Map<EventClass, number>([
      ['ambient', 1000],
      ['chat', 3000],
    ]);
    const reversed = new Map(Array.from(oldest).toReversed());
    for (const one of [oldest, reversed]) {
      expect(importanceOf(one, 0, NEVER, 0)).toMatchObject({ rank: 1, since: 3000 });
      expect(importanceOf(one, 5000, NEVER, 0)).toMatchObject({ rank: 1, since: 5000 });
    }
    const ambient = new Map<EventClass, number>([['ambient', 1000]]);
    expect(importanceOf(ambient, 0, NEVER, 0)).toMatchObject({ rank: 0, since: 1000 });
  });

  it('is overdue after fifty seconds, or before it expires', () => {
    const oldest = new Map<EventClass, number>([['ambient', 1000]]);
    expect(importanceOf(oldest, 0, NEVER, 2000).overdueInMs).toBe(49_000);
    expect(importanceOf(oldest, 0, { ...NEVER, ambient: 20_000 }, 0).overdueInMs).toBe(17_000);
  });

  it('is a strict order: no two targets are each before the other', () => {
    const any = fc.record({ rank: fc.nat(2), since: fc.nat(1000), overdueInMs: fc.nat(1000) });
    fc.assert(
      fc.property(any, any, (one, other) => {
        expect(Math.sign(compareImportance(one, other))).toBe(
          0 - Math.sign(compareImportance(other, one)),
        );
      }),
    );
  });
});

describe('ReportTurns', () => {
  it('gives a turn at once where no waiting target matters as much', async () => {
    const rate = givingAtOnce(() => turnOf(false));
    expect(await new ReportTurns({ rate, failed: fail }).take(of(0, 5))).toBe(0);
  });

  it('gives turns that lie ahead when they have to be prepared, to what matters most then', async () => {
    const ahead = givingAtOnce(() => turnOf(false, 2 * PREPARE_MS));
    let asked = 0;
    const takeNext = async (bids: readonly number[], overdue: number): Promise<RateMoments> => {
      asked += bids.length;
      return ahead.takeNext(bids, overdue);
    };
    const rate = { ...ahead, takeNext };
    const turns = new ReportTurns({ rate, failed: fail });
    const served: string[] = [];
    const woken = new Promise<number>((resolve) => {
      const wake = (name: string) => (at: number) => {
        served.push(name);
        if (served.length === 3) resolve(at - performance.now());
      };
      turns.wait(of(0, 1), wake('ambient'));
      turns.wait(of(0, 2), wake('later'));
      turns.wait(of(2, 3), wake('paid'));
    });
    expect(await woken).toBeGreaterThan(0);
    expect(served).toEqual(['paid', 'ambient', 'later']);
    // Each has one turn: what is promised is not asked for again.
    expect(asked).toBe(3);
  });

  it('asks Redis only for the first of the waiting targets', async () => {
    const limit = new Limit();
    const turns = new ReportTurns({ rate: limit, failed: fail });
    turns.wait(of(1, 5), () => {});
    expect(await turns.take(of(1, 6))).toBeGreaterThan(0);
    expect(await turns.take(of(0, 1))).toBeGreaterThan(0);
  });

  it('serves paid, then chat, then ambient, and within a class the longest wait', async () => {
    const waiters = { e: of(0, 1), c: of(1, 9), a: of(2, 20), d: of(1, 10), b: of(2, 21) };
    expect(await servedOf(waiters)).toEqual(['a', 'b', 'c', 'd', 'e']);
  });

  it('gives every other turn to an overdue target', async () => {
    const overdue = of(0, 1, -1);
    const waiters = {
      late1: overdue,
      late2: { ...overdue, overdueInMs: -100 },
      paid1: of(2, 1),
      paid2: of(2, 2),
    };
    expect(await servedOf(waiters)).toEqual(['late2', 'paid1', 'late1', 'paid2']);
  });

  it('begins early enough that all have their turn in time which are overdue together', async () => {
    const soon = of(0, 1, 10_000);
    const waiters = { paid1: of(2, 1), paid2: of(2, 2), paid3: of(2, 3), a: soon, b: soon };
    // The first question is for the first of them alone. One turn for such ones in ten seconds, and three.
    expect(await servedOf(waiters, 3, new Limit(1e-4))).toEqual(['paid1', 'a', 'paid2']);
    expect(await servedOf(waiters, 3, new Limit(3e-4))).toEqual(['paid1', 'paid2', 'paid3']);
  });

  it('gives no turn to a target that has left, and loses none of the others', async () => {
    const limit = new Limit();
    const turns = new ReportTurns({ rate: limit, failed: fail });
    const served: string[] = [];
    const first = turns.wait(of(2, 1), () => served.push('gone'));
    turns.wait(of(1, 1), () => served.push('stays'));
    first.leave();
    await limit.give();
    expect(served).toEqual(['stays']);
  });

  it('asks no more often where the next turn is further away than a timer can wait', async () => {
    let asked = 0;
    const takeNext = async (): Promise<RateMoments> => {
      asked++;
      return { moments: [], askInMs: 2 ** 32 };
    };
    const rate = { ...givingAtOnce(() => turnOf(false)), takeNext };
    const turn = new ReportTurns({ rate, failed: fail }).wait(of(1, 1), () => {});
    await new Promise((resolve) => setTimeout(resolve, PREPARE_MS));
    expect(asked).toBe(1);
    turn.leave();
  });

  it('asks again where Redis cannot be reached, and logs it', async () => {
    const errors: Error[] = [];
    const failing = new ReportTurns({
      rate: {
        ...givingAtOnce(() => turnOf(false)),
        takeNext: async () => Promise.reject(new Error('away')),
      },
      failed: (error) => errors.push(error),
    });
    const turn = failing.wait(of(1, 1), () => {});
    await new Promise(setImmediate);
    expect(errors.map(({ message }) => message)).toEqual(['away']);
    turn.leave();
  });
});
