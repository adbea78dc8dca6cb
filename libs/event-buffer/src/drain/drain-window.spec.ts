import * as fc from 'fast-check';
import { CLASS_OF, EVENT_CLASSES, EVENT_TYPES, type EventClass, type EventType } from '#live-event';
import type { Batch } from './batch.js';
import { cursorAfter, type Cursor, START } from './cursor.js';
import { type BatchLimits, DrainWindow } from './drain-window.js';
import { type Entry, HeaderWriter, readEntry } from '../append/entry.js';

/** An event as a test names it: its fragment is `<serial>:xx…,`. */
interface Planned {
  readonly serial: number;
  readonly type: EventType;
  readonly bytes: number;
  readonly at: number;
  readonly bridge: string;
  readonly entryAt: number;
}

const NOW = 1_700_000_000_000;
const NO_EXPIRY = { paid: -Infinity, chat: -Infinity, ambient: -Infinity };

function limitsOf(events: number, bytes = 1e9, expiredBefore = NO_EXPIRY): BatchLimits {
  return { events, bytes, expiredBefore };
}

/** Builds the buffer's entries, `1-0`, `2-0`, …, of what is planned for each. */
function entriesOf(plans: readonly (readonly Planned[])[]): Entry[] {
  return plans.map((plan, i) => {
    const { bridge, entryAt } = plan[0]!;
    const writer = new HeaderWriter(bridge);
    const header = Buffer.alloc(writer.bytes(plan.length));
    writer.start(header, entryAt);
    const fragments = plan.map(({ serial, bytes, type, at }, index) => {
      const fragment = `${serial}:`.padEnd(bytes - 1, 'x') + ',';
      writer.writeEvent(header, index, type, fragment.length, at - entryAt);
      return fragment;
    });
    return readEntry(`${i + 1}-0`, header, Buffer.from(fragments.join('')))!;
  });
}

/** Entries of the types named, received now, by one bridge each: `['main', 'comment', …]`. */
function plainEntries(...rows: readonly (readonly [bridge: string, ...EventType[]])[]): Entry[] {
  let serial = 0;
  return entriesOf(
    rows.map(([bridge, ...types]) =>
      types.map((type) => ({ serial: serial++, type, bytes: 8, at: NOW, bridge, entryAt: NOW })),
    ),
  );
}

function windowOf(entries: readonly Entry[], cursor: Cursor = START): DrainWindow {
  const window = new DrainWindow(cursor);
  window.add(entries);
  return window;
}

function serialsOf(batch: Batch): number[] {
  const text = Buffer.concat(batch.fragments()).toString();
  expect(Buffer.byteLength(text)).toBe(batch.bytes);
  const serials = text
    .split(',')
    .slice(0, -1)
    .map((fragment) => Number.parseInt(fragment, 10));
  expect(serials).toHaveLength(batch.events);
  return serials;
}

function totals(batch: Batch): {
  reported: number;
  dropped: Record<string, number>;
  refused: number;
} {
  let [reported, refused] = [0, 0];
  const dropped: Record<string, number> = {};
  for (const tally of batch.bridges.values()) {
    reported += tally.reported.reduce((sum, count) => sum + count, 0);
    refused += tally.refused;
    for (const [reason, count] of tally.dropped) dropped[reason] = (dropped[reason] ?? 0) + count;
  }
  return { reported, dropped, refused };
}

describe('DrainWindow', () => {
  it('cuts what waits in order, and never more than a thousand events', () => {
    const hundred = Array.from({ length: 100 }, () => 'comment' as const);
    const rows = Array.from({ length: 12 }, () => ['main', ...hundred] as const);
    const window = windowOf(plainEntries(...rows));
    const first = window.cut(limitsOf(5000));
    expect(serialsOf(first)).toEqual(Array.from({ length: 1000 }, (_, i) => i));
    window.pass(first);
    expect(serialsOf(window.cut(limitsOf(5000)))).toHaveLength(200);
  });

  it('continues within an entry that is partly done', () => {
    const window = windowOf(plainEntries(['a', 'comment', 'comment', 'comment'], ['a', 'gift']), {
      entry: '1-0',
      index: 1,
    });
    expect(window.events).toBe(3);
    const batch = window.cut(limitsOf(1));
    expect(serialsOf(batch)).toEqual([1]);
    expect(batch).toMatchObject({ passed: 1, cursor: { entry: '1-0', index: 2 } });
    window.pass(batch);
    expect(window.lastEntry).toBe('2-0');
    const rest = window.cut(limitsOf(10));
    expect(serialsOf(rest)).toEqual([2, 3]);
    expect(rest.cursor).toEqual(cursorAfter('2-0'));
    window.pass(rest);
    expect([window.events, window.lastEntry]).toEqual([0, undefined]);
  });

  it('tells the bytes of what is not passed, and of what it holds, until that is let go', () => {
    const entries = plainEntries(['a', 'comment', 'comment', 'comment'], ['a', 'gift']);
    const headers = entries.reduce((sum, { header }) => sum + header.length, 0);
    const window = windowOf(entries);
    expect([window.bytes, window.memoryBytes]).toEqual([4 * 8, 4 * 8 + headers]);
    window.pass(window.cut(limitsOf(2)));
    expect([window.bytes, window.memoryBytes]).toEqual([2 * 8, 4 * 8 + headers]);
    window.pass(window.cut(limitsOf(1)));
    expect([window.bytes, window.memoryBytes]).toEqual([8, 8 + entries[1]!.header.length]);
    window.letGo();
    expect([window.events, window.bytes, window.memoryBytes]).toEqual([0, 0, 0]);
    window.add(entries.slice(1));
    expect(serialsOf(window.cut(limitsOf(10)))).toEqual([3]);
    window.pass(window.cut(limitsOf(10)));
    expect(window.memoryBytes).toBe(0);
  });

  it('returns the same batch until it is passed', () => {
    const window = windowOf(plainEntries(['a', 'viewers', 'comment'], ['b', 'viewers']));
    const batches = [1, 2].map(() => window.cut(limitsOf(2)));
    expect(serialsOf(batches[1]!)).toEqual(serialsOf(batches[0]!));
    expect(batches[1]!.cursor).toEqual(batches[0]!.cursor);
    expect(window.cursor).toBe(START);
  });

  it('sends an event that is larger than the limit alone', () => {
    const at = { at: NOW, bridge: 'a', entryAt: NOW, type: 'comment' } as const;
    const sizes = [20, 500, 20];
    const window = windowOf(entriesOf([sizes.map((bytes, serial) => ({ ...at, serial, bytes }))]));
    const cuts: number[][] = [];
    for (let batch = window.cut(limitsOf(9, 100)); batch.passed > 0;) {
      cuts.push(serialsOf(batch));
      window.pass(batch);
      batch = window.cut(limitsOf(9, 100));
    }
    expect(cuts).toEqual([[0], [1], [2]]);
  });

  it('reports only the latest viewer count of a bridge, and counts the others', () => {
    const window = windowOf(
      plainEntries(
        ['a', 'viewers', 'comment', 'viewers'],
        ['b', 'viewers'],
        ['a', 'gift', 'viewers', 'enter'],
      ),
    );
    const batch = window.cut(limitsOf(100));
    expect(serialsOf(batch)).toEqual([1, 3, 4, 5, 6]);
    expect(batch.passed).toBe(7);
    expect(batch.bridges.get('a')).toEqual({
      reported: [0, 1, 1, 0, 1, 0, 1, 0, 0, 0],
      dropped: new Map([['superseded', 2]]),
      refused: 0,
    });
    expect([...batch.receipts()]).toEqual([
      [NOW, 1],
      [NOW, 1],
      [NOW, 3],
    ]);
  });

  it('passes events that are too old, by class, with or without others to report', () => {
    const old = { at: NOW - 61_000, bridge: 'a', entryAt: NOW - 61_000, bytes: 8 };
    const types = ['like', 'comment', 'gift', 'viewers', 'enter'] as const;
    const entries = entriesOf([types.map((type, serial) => ({ ...old, type, serial }))]);
    const ambientOld = { ...NO_EXPIRY, ambient: NOW - 60_000 };
    const batch = windowOf(entries).cut(limitsOf(10, 1e9, ambientOld));
    expect(serialsOf(batch)).toEqual([1, 2]);
    expect(totals(batch)).toEqual({ reported: 2, dropped: { expired: 3 }, refused: 0 });
    const all = { paid: NOW, chat: NOW, ambient: NOW };
    const nothing = windowOf(entries).cut(limitsOf(10, 1e9, all));
    expect(nothing).toMatchObject({ events: 0, passed: 5, cursor: cursorAfter('1-0') });
    expect(nothing.fragments()).toEqual([]);
  });

  it('keeps an event that is just as old as its class may be', () => {
    const plan = [NOW - 1, NOW].map((at, serial) => {
      return { serial, at, type: 'comment' as const, bytes: 8, bridge: 'a', entryAt: NOW - 1 };
    });
    const limits = limitsOf(10, 1e9, { paid: NOW, chat: NOW, ambient: NOW });
    expect(serialsOf(windowOf(entriesOf([plan])).cut(limits))).toEqual([1]);
  });

  it('passes the first events as refused, with their own fragments and times', () => {
    const plan = [0, 1, 2, 3].map((serial) => {
      const at = NOW + serial;
      return { serial, at, type: 'comment' as const, bytes: 8, bridge: 'a', entryAt: NOW };
    });
    const window = windowOf(entriesOf([plan.slice(0, 2), plan.slice(2)]));
    const batch = window.cut(limitsOf(10), new Set([0, 1, 2]));
    expect(serialsOf(batch)).toEqual([3]);
    expect(batch.refused.map(({ receivedAt, fragment }) => [receivedAt, String(fragment)])).toEqual(
      [0, 1, 2].map((serial) => [NOW + serial, `${serial}:xxxxx`]),
    );
    expect(totals(batch)).toEqual({ reported: 1, dropped: {}, refused: 3 });
    const alone = window.cut(limitsOf(10), new Set([0, 1, 2, 3]));
    expect(alone).toMatchObject({ events: 0, passed: 4 });
    expect(alone.refused).toHaveLength(4);
  });

  it('passes the right event as refused where one before it has become too old', () => {
    const plan = [0, 1, 2, 3].map((serial) => {
      const at = serial === 1 ? NOW - 10 : NOW;
      return { serial, at, type: 'comment' as const, bytes: 8, bridge: 'a', entryAt: NOW - 10 };
    });
    const window = windowOf(entriesOf([plan]));
    const limits = limitsOf(1, 1e9, { paid: NOW, chat: NOW, ambient: NOW });
    const first = window.cut(limits);
    expect([serialsOf(first), first.offset]).toEqual([[0], 0]);
    const next = window.cut(limits, new Set([0]));
    expect([serialsOf(next), next.offset]).toEqual([[2], 2]);
    const last = window.cut(limits, new Set([0, 2]));
    expect([serialsOf(last), last.offset]).toEqual([[3], 3]);
    expect(last.refused.map(({ fragment }) => String(fragment))).toEqual(['0:xxxxx', '2:xxxxx']);
    expect(totals(last)).toEqual({ reported: 1, dropped: { expired: 1 }, refused: 2 });
  });

  it("at-most-once: drops a bridge's events of a lost report, and sends the others again", () => {
    const window = windowOf(
      plainEntries(
        ['once', 'comment', 'comment'],
        ['again', 'comment'],
        ['once', 'comment', 'comment'],
      ),
    );
    const lost = { events: 4, atMostOnce: new Map([['once', new Set<EventClass>(EVENT_CLASSES)]]) };
    const batch = window.cut(limitsOf(10), new Set(), lost);
    expect(serialsOf(batch)).toEqual([2, 4]);
    expect(totals(batch)).toEqual({ reported: 2, dropped: { ambiguous: 3 }, refused: 0 });
  });

  it('at-most-once: drops only the classes of a lost report that the bridge names', () => {
    const window = windowOf(
      plainEntries(
        ['gifts-once', 'gift', 'comment', 'like', 'gift'],
        ['chat-once', 'gift', 'comment', 'gift'],
      ),
    );
    const atMostOnce = new Map<string, ReadonlySet<EventClass>>([
      ['gifts-once', new Set(['paid'])],
      ['chat-once', new Set(['chat', 'ambient'])],
    ]);
    const batch = window.cut(limitsOf(10), new Set(), { events: 6, atMostOnce });
    expect(serialsOf(batch)).toEqual([1, 2, 4, 6]);
    expect(totals(batch)).toEqual({ reported: 4, dropped: { ambiguous: 3 }, refused: 0 });
  });

  it('is filled by several reads', () => {
    const entries = plainEntries(['a', 'gift'], ['a', 'gift'], ['b', 'gift'], ['b', 'gift']);
    const window = windowOf(entries.slice(0, 2));
    window.pass(window.cut(limitsOf(1)));
    window.add(entries.slice(2));
    expect(serialsOf(window.cut(limitsOf(9)))).toEqual([1, 2, 3]);
  });
});

const planned = fc.record({
  type: fc.constantFrom(...EVENT_TYPES),
  bytes: fc.integer({ min: 6, max: 60 }),
  afterMs: fc.nat(20),
});
const plannedEntry = fc.record({
  bridge: fc.constantFrom('a', 'b', 'c'),
  ageMs: fc.nat(40),
  events: fc.array(planned, { minLength: 1, maxLength: 12 }),
});
const ages = fc.record({ paid: fc.nat(60), chat: fc.nat(60), ambient: fc.nat(60) });

function planOf(rows: readonly (typeof plannedEntry extends fc.Arbitrary<infer T> ? T : never)[]) {
  let serial = 0;
  return rows.map(({ bridge, ageMs, events }) => {
    const entryAt = NOW - ageMs;
    return events.map(({ type, bytes, afterMs }): Planned => {
      return { serial: serial++, type, bytes, bridge, at: entryAt + afterMs, entryAt };
    });
  });
}

function isExpired({ type, at }: Planned, expiredBefore: Record<EventClass, number>): boolean {
  return at < expiredBefore[CLASS_OF[type]];
}

describe('batches cut one after another', () => {
  it('batches pass every event once, in order, within the limits, and account for each', () => {
    fc.assert(
      fc.property(
        fc.array(plannedEntry, { maxLength: 12 }),
        fc.integer({ min: 1, max: 30 }),
        fc.integer({ min: 1, max: 400 }),
        ages,
        fc.nat(11),
        (rows, eventsMax, bytesMax, age, done) => {
          const plan = planOf(rows);
          const from = Math.min(done, Math.max(0, (plan[0]?.length ?? 0) - 1));
          const waiting = plan.flat().slice(from);
          const expiredBefore = {
            paid: NOW - age.paid,
            chat: NOW - age.chat,
            ambient: NOW - age.ambient,
          };
          const limits = limitsOf(eventsMax, bytesMax, expiredBefore);
          const window = windowOf(entriesOf(plan), { entry: '1-0', index: from });
          let at = 0;
          for (;;) {
            expect(window.events).toBe(waiting.length - at);
            const batch = window.cut(limits);
            if (batch.passed === 0) break;
            checkBatch(batch, waiting.slice(at, at + batch.passed), limits);
            checkFull(batch, waiting[at + batch.passed], limits);
            at += batch.passed;
            window.pass(batch);
          }
          expect(at).toBe(waiting.length);
        },
      ),
      { numRuns: 500 },
    );
  });
});

/** A batch of these events reports those that are neither expired nor superseded. */
function checkBatch(batch: Batch, events: readonly Planned[], limits: BatchLimits): void {
  const fresh = events.filter((event) => !isExpired(event, limits.expiredBefore));
  const latest = new Map(
    fresh.filter(({ type }) => type === 'viewers').map((event) => [event.bridge, event]),
  );
  const expected = fresh.filter(
    (event) => event.type !== 'viewers' || latest.get(event.bridge) === event,
  );
  expect(serialsOf(batch)).toEqual(expected.map(({ serial }) => serial));
  expect(batch.events).toBeLessThanOrEqual(limits.events);
  // One event that is larger than the limit goes alone.
  expect(batch.events <= 1 || batch.bytes <= limits.bytes).toBe(true);
  const { reported, dropped, refused } = totals(batch);
  expect({ reported, refused }).toEqual({ reported: batch.events, refused: 0 });
  expect(dropped['expired'] ?? 0).toBe(events.length - fresh.length);
  expect(dropped['superseded'] ?? 0).toBe(fresh.length - expected.length);
  const receipts = [...batch.receipts()].reduce((sum, [, count]) => sum + count, 0);
  expect(receipts).toBe(batch.events);
}

/** Where a batch ends before the end, the next event did not fit in. */
function checkFull(batch: Batch, next: Planned | undefined, limits: BatchLimits): void {
  if (next === undefined || batch.events === limits.events) return;
  expect(batch.bytes + next.bytes).toBeGreaterThan(limits.bytes);
}

describe('whether a batch of an earlier drain comes next', () => {
  const entries = plainEntries(['a', 'comment', 'comment', 'comment'], ['b', 'gift', 'like']);

  it('holds for any batch, from any cursor, until it is passed', () => {
    const shape = fc.record({ first: fc.nat(4), second: fc.integer({ min: 1, max: 5 }) });
    fc.assert(
      fc.property(shape, ({ first, second }) => {
        const window = windowOf(entries);
        if (first > 0) window.pass(window.cut(limitsOf(first)));
        const { cursor } = window;
        const batch = window.cut(limitsOf(second));
        const next = windowOf(
          entries.filter(({ id }) => id >= cursor.entry),
          cursor,
        );
        expect(next.isNext(batch)).toBe(true);
        next.pass(batch);
        expect(next.isNext(batch)).toBe(false);
      }),
    );
  });

  it('does not hold where the stream was lost and began anew, or is not read so far', () => {
    const batch = windowOf(entries).cut(limitsOf(5));
    expect(batch.span).toEqual(['1-0', '2-0']);
    const others = plainEntries(
      ['x', 'like'],
      ['a', 'comment', 'comment', 'comment'],
      ['b', 'like'],
    );
    expect(windowOf(others.slice(1)).isNext(batch)).toBe(false);
    expect(windowOf(plainEntries(['a', 'comment'], ['b', 'gift'])).isNext(batch)).toBe(false);
    expect(windowOf(entries.slice(0, 1)).isNext(batch)).toBe(false);
    expect(windowOf([]).isNext(batch)).toBe(false);
  });
});
