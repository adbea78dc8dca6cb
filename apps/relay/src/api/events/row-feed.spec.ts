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
import {
  GONE_MAX,
  RowFeed,
  ROWS_MAX,
  type FeedMessage,
  type FeedReader,
  type StatusChange,
} from './row-feed.js';

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

function dataOf({ text }: FeedMessage): RelayStatus | StatusChange {
  return JSON.parse(text) as RelayStatus | StatusChange;
}

/** A feed that is told whole statuses. */
class ToldFeed extends RowFeed {
  #last = statusOf({});

  take(status: RelayStatus): void {
    const { targets, bridges, ...frame } = status;
    for (const row of targets) this.putTarget(row);
    for (const row of bridges) this.putBridge(row);
    const isThere = (name: string): boolean => targets.some(({ target }) => target === name);
    for (const { target } of this.#last.targets) if (!isThere(target)) this.removeTarget(target);
    const names = new Set(bridges.map(({ bridge }) => bridge));
    for (const { target, bridge } of this.#last.bridges) {
      if (!names.has(bridge)) this.removeBridge({ target, bridge });
    }
    this.#last = status;
    this.tell(frame);
  }
}

/** A client that keeps what it was told. */
class Reader {
  after: string | undefined;
  readonly #feed: RowFeed;
  #reader: FeedReader | undefined;
  readonly #rows = new Map<string, number>();

  constructor(feed: RowFeed) {
    this.#feed = feed;
  }

  /** Goes away: whatever it hears next is by the id of what it read last. */
  leave(): void {
    this.#reader?.close();
    this.#reader = undefined;
  }

  hear(): number {
    this.#reader ??= this.#feed.reader(this.after);
    const message = this.#reader.next();
    if (message === undefined) return 0;
    this.after = message.id;
    if (message.event === 'snapshot') this.#rows.clear();
    const data = dataOf(message);
    const { targets, bridges } = data;
    for (const { target, waiting } of targets) this.#rows.set(target, waiting);
    for (const { bridge, waiting } of bridges) this.#rows.set(`b ${bridge}`, waiting);
    const { removed, leftOut = 0 } = data as Partial<StatusChange>;
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

function feedOf(...statuses: readonly RelayStatus[]): ToldFeed {
  const feed = new ToldFeed('f');
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
    const reader = feed.reader(undefined);
    expect(reader.next()!.event).toBe('snapshot');
    expect(reader.next()).toBeUndefined();
    feed.take(statusOf({ a: 1, b: 2 }));
    const second = reader.next()!;
    expect(second.event).toBe('changed');
    expect(dataOf(second)).toMatchObject({
      targets: [{ target: 'b', waiting: 2 }],
      bridges: [],
      leftOut: 0,
    });
  });

  it('sends all rows to a reader whose last message is unknown', () => {
    const feed = feedOf(statusOf({ a: 1 }));
    for (const id of ['g-1', 'f-99', 'f-', '', 'f-1\n', '-1']) {
      expect(feed.reader(id).next()?.event).toBe('snapshot');
    }
  });

  it('sends nothing before the first look at the status', () => {
    expect(new RowFeed('f').reader(undefined).next()).toBeUndefined();
  });

  it('bounds the rows of a message, counts those left, and sends them next', () => {
    const feed = feedOf(statusOf(many(1)));
    const reader = new Reader(feed);
    reader.hear();
    feed.take(statusOf(many(2)));
    expect(reader.hear()).toBe(7);
    // Also to a reader that comes back between the two.
    reader.leave();
    expect(reader.hear()).toBe(0);
    expect(reader.rows).toEqual(shownBy(many(2), {}));
  });

  it('gives every row its turn where all change all the time, whoever else reads', () => {
    const feed = feedOf(statusOf(many(0), many(0)));
    const [fast, slow] = [new Reader(feed), new Reader(feed)];
    for (let look = 1; look <= 9; look++) {
      fast.hear();
      if (look % 2 === 1) slow.hear();
      feed.take(statusOf(many(look), many(look)));
    }
    // As many messages as it takes to tell all rows once are behind them.
    expect(Math.min(...Object.values(fast.rows))).toBeGreaterThan(4);
    expect(Math.min(...Object.values(slow.rows))).toBeGreaterThan(0);
  });

  it('remembers a bounded number of removed rows, and sends all rows beyond that', () => {
    const gone = Object.fromEntries(Array.from({ length: GONE_MAX + 1 }, (_, i) => [`t${i}`, 1]));
    const feed = feedOf(statusOf({ ...gone, a: 1 }));
    const reader = feed.reader(undefined);
    const { id } = reader.next()!;
    feed.take(statusOf({ a: 1 }));
    expect(reader.next()?.event).toBe('snapshot');
    expect(feed.reader(id).next()?.event).toBe('snapshot');
  });

  it('leaves every reader with the current rows, however seldom it reads', () => {
    const rows = dictionary(constantFrom('a', 'b', 'c', 'd'), nat(2), {
      noNullPrototype: true,
    });
    const step = record({ targets: rows, bridges: rows, reads: boolean(), leaves: boolean() });
    assert(
      property(array(step, { minLength: 1 }), (steps) => {
        const feed = new ToldFeed('f');
        const reader = new Reader(feed);
        for (const { targets, bridges, reads, leaves } of steps) {
          feed.take(statusOf(targets, bridges));
          if (leaves) reader.leave();
          if (reads) reader.hear();
        }
        const last = steps.at(-1)!;
        reader.hear();
        expect(reader.rows).toEqual(shownBy(last.targets, last.bridges));
      }),
    );
  });
});
