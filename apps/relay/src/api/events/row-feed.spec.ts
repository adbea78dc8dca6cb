import {
  array,
  assert,
  boolean,
  constantFrom,
  dictionary,
  nat,
  property,
  record,
} from 'fast-check';
import type { RelayStatus } from '../../status/relay-status.js';
import { GONE_MAX, RowFeed, ROWS_MAX, type FeedMessage, type StatusChange } from './row-feed.js';

/** What a status holds that matters here: how much waits, by target and bridge. */
type Rows = Readonly<Record<string, number>>;

const RUNNING = { revision: 0, state: 'running' } as const;
const TOTALS = {
  received: 0,
  reported: 0,
  deadLettered: 0,
  waiting: 0,
  dropped: {},
  unaccounted: 0,
};

function statusOf(targets: Rows, bridges: Rows = {}): RelayStatus {
  return {
    at: 1,
    totals: TOTALS,
    processes: [],
    missingRoles: [],
    targets: Object.entries(targets).map(([target, waiting]) => {
      return { target, state: 'idle', waiting, failures: 0, control: RUNNING };
    }),
    bridges: Object.entries(bridges).map(([bridge, waiting]) => {
      return { ...TOTALS, target: 't', bridge, waiting, source: 'ready' };
    }),
  };
}

/** A client that keeps what it was told. */
class Reader {
  after: string | undefined;
  readonly #rows = new Map<string, number>();

  hear(message: FeedMessage | undefined): number {
    if (message === undefined) return 0;
    this.after = message.id;
    if (message.event === 'snapshot') this.#rows.clear();
    const { targets, bridges } = message.data;
    for (const { target, waiting } of targets) this.#rows.set(target, waiting);
    for (const { bridge, waiting } of bridges) this.#rows.set(`b ${bridge}`, waiting);
    const { removed, leftOut = 0 } = message.data as Partial<StatusChange>;
    for (const target of removed?.targets ?? []) this.#rows.delete(target);
    for (const { bridge } of removed?.bridges ?? []) this.#rows.delete(`b ${bridge}`);
    return leftOut;
  }

  get rows(): Record<string, number> {
    return Object.fromEntries([...this.#rows].sort(([a], [b]) => (a < b ? -1 : 1)));
  }
}

function shownBy(targets: Rows, bridges: Rows): Record<string, number> {
  const named = Object.entries(bridges).map(([name, waiting]) => [`b ${name}`, waiting] as const);
  const all = [...Object.entries(targets), ...named];
  return Object.fromEntries(all.sort(([a], [b]) => (a < b ? -1 : 1)));
}

function feedOf(...statuses: readonly RelayStatus[]): RowFeed {
  const feed = new RowFeed('f');
  for (const status of statuses) feed.take(status);
  return feed;
}

/** More targets than one message tells of. */
function many(waiting: number): Rows {
  return Object.fromEntries(Array.from({ length: ROWS_MAX + 7 }, (_, i) => [`t${i}`, waiting]));
}

describe('RowFeed', () => {
  it('sends a new reader all rows, and afterwards only those that changed', () => {
    const feed = feedOf(statusOf({ a: 1, b: 1 }));
    const first = feed.next(undefined)!;
    expect(first.event).toBe('snapshot');
    expect(feed.next(first.id)).toBeUndefined();
    feed.take(statusOf({ a: 1, b: 2 }));
    expect(feed.next(first.id)).toMatchObject({
      event: 'changed',
      data: { targets: [{ target: 'b', waiting: 2 }], bridges: [], leftOut: 0 },
    });
  });

  it('sends all rows to a reader whose last message is unknown', () => {
    const feed = feedOf(statusOf({ a: 1 }));
    for (const id of ['g-1', 'f-99', 'f-', '', 'f-1\n', '-1']) {
      expect(feed.next(id)?.event).toBe('snapshot');
    }
  });

  it('sends nothing before the first look at the status', () => {
    expect(new RowFeed('f').next(undefined)).toBeUndefined();
  });

  it('bounds the rows of a message, counts those left, and sends them next', () => {
    const feed = feedOf(statusOf(many(1)));
    const reader = new Reader();
    reader.hear(feed.next(reader.after));
    feed.take(statusOf(many(2)));
    expect(reader.hear(feed.next(reader.after))).toBe(7);
    expect(reader.hear(feed.next(reader.after))).toBe(0);
    expect(reader.rows).toEqual(shownBy(many(2), {}));
  });

  it('remembers a bounded number of removed rows, and sends all rows beyond that', () => {
    const gone = Object.fromEntries(Array.from({ length: GONE_MAX + 1 }, (_, i) => [`t${i}`, 1]));
    const feed = feedOf(statusOf({ ...gone, a: 1 }));
    const { id } = feed.next(undefined)!;
    feed.take(statusOf({ a: 1 }));
    expect(feed.next(id)?.event).toBe('snapshot');
  });

  it('leaves every reader with the current rows, however seldom it reads', () => {
    const rows = dictionary(constantFrom('a', 'b', 'c', 'd'), nat(2), {
      noNullPrototype: true,
    });
    const step = record({ targets: rows, bridges: rows, reads: boolean() });
    assert(
      property(array(step, { minLength: 1 }), (steps) => {
        const feed = new RowFeed('f');
        const reader = new Reader();
        for (const { targets, bridges, reads } of steps) {
          feed.take(statusOf(targets, bridges));
          if (reads) reader.hear(feed.next(reader.after));
        }
        const last = steps.at(-1)!;
        reader.hear(feed.next(reader.after));
        expect(reader.rows).toEqual(shownBy(last.targets, last.bridges));
      }),
    );
  });
});
