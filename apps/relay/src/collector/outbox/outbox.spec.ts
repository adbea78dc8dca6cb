import { jest } from '@jest/globals';
import type { Append, AppendOutcome, NewEntry } from '#event-buffer';
import { Outbox } from './outbox.js';
import { Receipt } from '../intake/receipt.js';
import { SpillBudget } from '../../buffer/spill-budget.js';

const APPENDED: AppendOutcome = {
  kind: 'appended',
  depthBefore: 0,
  isParked: false,
  isRaised: false,
  depthAfter: 1,
  dropped: new Map(),
};

/** A buffer in memory: answers on demand. */
class StandInBuffer {
  /** Every append that was asked for, repeated ones too. */
  readonly asked: Append[] = [];
  answer: (append: Append) => Promise<AppendOutcome> = async () => APPENDED;

  append(append: Append): Promise<AppendOutcome> {
    this.asked.push(append);
    return this.answer(append);
  }

  /** The events that were asked for, by the text of their entries. */
  get texts(): string[] {
    return this.asked.flatMap(({ entries }) => entries.map(({ fragments }) => String(fragments)));
  }
}

class CountedBudget extends SpillBudget {
  bytes = 0;

  override take(bytes: number): void {
    super.take(bytes);
    this.bytes += bytes;
  }

  override giveBack(bytes: number): void {
    super.giveBack(bytes);
    this.bytes -= bytes;
  }
}

function setUp() {
  const buffer = new StandInBuffer();
  const budget = new CountedBudget(1000);
  const heard = { appended: 0, failed: 0, gaveUp: 0, refused: [] as [number, number][] };
  const owner = {
    appended: () => void heard.appended++,
    failed: () => void heard.failed++,
    gaveUp: (events: number) => void (heard.gaveUp += events),
    refused: (epoch: number, events: number) => void heard.refused.push([epoch, events]),
  };
  const outbox = new Outbox(buffer, { name: 'bridge', target: 'target' }, owner, budget);
  const add = (...texts: string[]): void => {
    for (const text of texts) outbox.add(entryOf(text), performance.now());
  };
  return { buffer, budget, heard, outbox, add };
}

function entryOf(text: string): NewEntry {
  const [header, ids] = [Buffer.alloc(18), Buffer.alloc(8)];
  return { count: 1, header, fragments: Buffer.from(text), ids };
}

const NEVER = new AbortController().signal;

describe('Outbox', () => {
  beforeEach(() => {
    jest.useFakeTimers();
  });
  afterEach(() => {
    jest.useRealTimers();
  });

  it('sends nothing before the bridge is held', async () => {
    const { buffer, outbox, add } = setUp();
    add('a');
    outbox.flush();
    expect(buffer.asked).toEqual([]);
    outbox.held(7);
    await outbox.drained(NEVER);
    expect(buffer.asked).toMatchObject([{ epoch: 7, number: 1, bridge: 'bridge' }]);
  });

  it('sends one append at a time, in order; what arrives meanwhile goes with the next', async () => {
    const { buffer, outbox, add, heard } = setUp();
    const answers: ((outcome: AppendOutcome) => void)[] = [];
    buffer.answer = () => new Promise((resolve) => answers.push(resolve));
    outbox.held(1);
    add('a');
    outbox.flush();
    add('b', 'c');
    outbox.flush();
    expect(buffer.texts).toEqual(['a']);
    answers.shift()!(APPENDED);
    await jest.advanceTimersByTimeAsync(0);
    expect(buffer.asked.map(({ number }) => number)).toEqual([1, 2]);
    expect(buffer.texts).toEqual(['a', 'b', 'c']);
    answers.shift()!(APPENDED);
    await outbox.drained(NEVER);
    expect(heard.appended).toBe(2);
  });

  it('repeats an append with its number and its content until it is answered', async () => {
    const { buffer, outbox, add, heard } = setUp();
    let failures = 3;
    buffer.answer = async () => {
      if (failures-- > 0) throw new Error('Redis is away.');
      return APPENDED;
    };
    outbox.held(1);
    add('a');
    outbox.drop('filtered_word', 2);
    outbox.flush();
    add('b');
    await jest.advanceTimersByTimeAsync(1000);
    const numbers = buffer.asked.map(({ number }) => number);
    expect(numbers).toEqual([1, 1, 1, 1, 2]);
    expect(buffer.texts).toEqual(['a', 'a', 'a', 'a', 'b']);
    expect(buffer.asked[3]!.dropped).toEqual(new Map([['filtered_word', 2]]));
    expect(buffer.asked[4]!.dropped).toEqual(new Map());
    expect(heard).toMatchObject({ failed: 3, appended: 2 });
  });

  it('counts its appends anew under a new epoch, and goes on under the same one', async () => {
    const { buffer, outbox, add } = setUp();
    for (const epoch of [5, 5, 9]) {
      outbox.held(epoch);
      add('a');
      outbox.flush();
      await jest.advanceTimersByTimeAsync(0);
    }
    const counted = buffer.asked.map(({ epoch, number }) => [epoch, number]);
    expect(counted).toEqual([
      [5, 1],
      [5, 2],
      [9, 1],
    ]);
  });

  it('reports an append as stale under an old epoch, and drops its events', async () => {
    const { buffer, budget, outbox, add, heard } = setUp();
    buffer.answer = async () => ({ kind: 'stale' });
    outbox.held(3);
    add('a', 'b');
    outbox.flush();
    await jest.advanceTimersByTimeAsync(0);
    expect(heard.refused).toEqual([[3, 2]]);
    expect(outbox.isEmpty).toBe(true);
    expect(budget.bytes).toBe(0);
  });

  it('drops, counted, its waiting events when the bridge is lost', async () => {
    const { buffer, budget, outbox, add, heard } = setUp();
    const answers: ((outcome: AppendOutcome) => void)[] = [];
    buffer.answer = () => new Promise((resolve) => answers.push(resolve));
    outbox.held(3);
    add('a');
    outbox.flush();
    add('b', 'c');
    outbox.drop('filtered_type', 5);
    outbox.lost();
    expect(heard.refused).toEqual([[3, 2]]);
    answers[0]!({ kind: 'stale' });
    await jest.advanceTimersByTimeAsync(10_000);
    expect(heard.refused).toEqual([
      [3, 2],
      [3, 1],
    ]);
    expect(buffer.texts).toEqual(['a']);
    const dropped = new Map([
      ['filtered_type', 5],
      ['stale_lease', 2],
    ]);
    expect(buffer.asked.at(-1)).toMatchObject({ epoch: 3, number: 2, entries: [], dropped });
    expect(budget.bytes).toBe(0);
  });

  it('forgets, where the bridge is lost, how far streaks were counted that no append had taken', async () => {
    const { buffer, outbox } = setUp();
    outbox.held(3);
    outbox.note(['rose', '7@1790000000000']);
    outbox.drop('filtered_type', 1);
    outbox.lost();
    await jest.advanceTimersByTimeAsync(0);
    expect(buffer.asked).toMatchObject([{ epoch: 3, entries: [], streaks: [] }]);
    expect(outbox.isEmpty).toBe(true);
  });

  it('counts by its answer an append that was under way when the bridge was lost', async () => {
    const { buffer, budget, outbox, add, heard } = setUp();
    let isAway = true;
    buffer.answer = async () => {
      if (isAway) throw new Error('Redis is away.');
      return APPENDED;
    };
    outbox.held(3);
    add('a');
    outbox.flush();
    await jest.advanceTimersByTimeAsync(100);
    outbox.lost();
    outbox.held(9);
    add('b');
    isAway = false;
    await jest.advanceTimersByTimeAsync(2000);
    expect(heard).toMatchObject({ refused: [], appended: 2 });
    expect(buffer.asked.at(-2)).toMatchObject({ epoch: 3, number: 1 });
    expect(buffer.asked.at(-1)).toMatchObject({ epoch: 9, number: 1 });
    expect(budget.bytes).toBe(0);
  });

  it('drops, counted, events that waited 30 s for Redis; an append that may have been applied stays', async () => {
    const { buffer, budget, outbox, add, heard } = setUp();
    let isAway = true;
    buffer.answer = async () => {
      if (isAway) throw new Error('Redis is away.');
      return APPENDED;
    };
    outbox.held(1);
    add('sent');
    outbox.flush();
    add('old', 'older');
    await jest.advanceTimersByTimeAsync(20_000);
    add('young');
    await jest.advanceTimersByTimeAsync(12_000);
    expect(heard.gaveUp).toBe(2);
    isAway = false;
    await jest.advanceTimersByTimeAsync(2000);
    expect(buffer.texts.at(-2)).toBe('sent');
    expect(buffer.texts.at(-1)).toBe('young');
    expect(buffer.asked.at(-1)!.dropped).toEqual(new Map([['spill_expired', 2]]));
    expect(budget.bytes).toBe(0);
  });

  it('counts events left at a stop as given up, and sends nothing afterwards', async () => {
    const { buffer, budget, outbox, add, heard } = setUp();
    buffer.answer = async () => {
      throw new Error('Redis is away.');
    };
    outbox.held(1);
    add('a', 'b');
    const enough = new AbortController();
    const drained = outbox.drained(enough.signal);
    await jest.advanceTimersByTimeAsync(5000);
    enough.abort();
    await drained;
    expect(heard.gaveUp).toBe(2);
    expect(budget.bytes).toBe(0);
    const asked = buffer.asked.length;
    outbox.flush();
    await jest.advanceTimersByTimeAsync(60_000);
    expect(buffer.asked.length).toBe(asked);
    expect(jest.getTimerCount()).toBe(0);
  });

  it('releases what was given up at a stop once, though Redis answers late that it has it', async () => {
    const { buffer, budget, outbox, add, heard } = setUp();
    let answer: ((outcome: AppendOutcome) => void) | undefined;
    buffer.answer = async () => new Promise((resolve) => (answer = resolve));
    outbox.held(1);
    add('a', 'b');
    const enough = new AbortController();
    const drained = outbox.drained(enough.signal);
    enough.abort();
    await drained;
    answer!(APPENDED);
    await jest.advanceTimersByTimeAsync(0);
    expect(heard).toMatchObject({ gaveUp: 2, appended: 1 });
    expect(budget.bytes).toBe(0);
  });

  it('has caught up once what was ready is appended, whatever comes meanwhile', async () => {
    const { buffer, outbox, add } = setUp();
    buffer.answer = async () => {
      throw new Error('Redis is away.');
    };
    outbox.held(1);
    add('a', 'b');
    let caughtUp: boolean | undefined;
    void outbox.caughtUp(NEVER).then((is) => (caughtUp = is));
    await jest.advanceTimersByTimeAsync(5000);
    expect(caughtUp).toBeUndefined();
    const enough = new AbortController();
    const inTime = outbox.caughtUp(enough.signal);
    enough.abort();
    expect(await inTime).toBe(false);
    const again = outbox.caughtUp(NEVER);
    buffer.answer = async (append) => {
      // What comes meanwhile is never answered.
      if (append.number > 1) return new Promise(() => {});
      add('another');
      return APPENDED;
    };
    await jest.advanceTimersByTimeAsync(1000);
    expect([caughtUp, await again]).toEqual([true, true]);
    outbox.lost();
    expect(await outbox.caughtUp(NEVER)).toBe(false);
  });

  it('takes at most twenty entries to an append', async () => {
    const { buffer, outbox, add } = setUp();
    add(...Array.from({ length: 45 }, (_, i) => String(i)));
    outbox.held(1);
    await outbox.drained(NEVER);
    expect(buffer.asked.map(({ entries }) => entries.length)).toEqual([20, 20, 5]);
  });

  it('tells a receipt what became of its entry', async () => {
    const { buffer, outbox } = setUp();
    outbox.held(1);
    const [appended, stale] = [new Receipt(), new Receipt()];
    outbox.add(entryOf('a'), performance.now(), appended);
    appended.close();
    outbox.flush();
    await jest.advanceTimersByTimeAsync(0);
    buffer.answer = async () => ({ kind: 'stale' });
    outbox.add(entryOf('b'), performance.now(), stale);
    stale.close();
    outbox.flush();
    expect(await appended.settled).toEqual({ kind: 'appended', shed: 0 });
    expect(await stale.settled).toEqual({ kind: 'lost' });
  });
});
