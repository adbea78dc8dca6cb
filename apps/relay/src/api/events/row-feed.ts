import type {
  BridgeStatus,
  LedgerTotals,
  RelayStatus,
  TargetStatus,
} from '../../status/relay-status.js';

/** The most rows of one message, and the most removed rows that are remembered. */
export const ROWS_MAX = 500;
export const GONE_MAX = 1000;

/** What is sent at once. */
export interface FeedMessage {
  /** Where a client goes on that has read it. */
  readonly id: string;
  readonly event: 'snapshot' | 'changed';
  /** JSON: a {@link RelayStatus}, or a {@link StatusChange}. */
  readonly text: string;
}

/** The rows that have changed. */
export interface StatusChange {
  readonly at: number;
  readonly totals: LedgerTotals;
  readonly missingRoles: RelayStatus['missingRoles'];
  readonly targets: readonly TargetStatus[];
  readonly bridges: readonly BridgeStatus[];
  readonly removed: {
    readonly targets: readonly string[];
    readonly bridges: readonly { readonly target: string; readonly bridge: string }[];
  };
  /** How many more rows have changed: they come with the next message. */
  readonly leftOut: number;
}

/** What every message tells beside its rows. */
export type StatusFrame = Omit<RelayStatus, 'targets' | 'bridges'>;

/** Which row it is. */
type RowName = Pick<BridgeStatus, 'target'> & Partial<Pick<BridgeStatus, 'bridge'>>;

interface FeedRow {
  readonly name: RowName;
  /** Put into words once, however many hear it. */
  readonly text: string;
  /** Of its last change. */
  readonly sequence: number;
}

/**
 * Tells what changes between two looks at the status. It keeps rows, not messages: however slow a
 * client is, and however long it was away, it holds no more than each row once, and the client
 * gets each as it is now.
 */
export class RowFeed {
  /** Tells this feed's ids from those of another process, or of this one before it was restarted. */
  readonly #name: string;
  readonly #rows = new Map<string, FeedRow>();
  readonly #gone = new Map<string, { readonly name: RowName; readonly sequence: number }>();
  readonly #readers = new Set<FeedReader>();
  #sequence = 0;
  /** The sequence number of the last removed row that is not remembered any more. */
  #forgotten = 0;
  #frame: StatusFrame | undefined;

  /** @param name of this feed alone: letters and digits. */
  constructor(name: string) {
    this.#name = name;
  }

  /**
   * For a client that comes, until it leaves.
   *
   * @param after the id of the last message that it has read; where it is none of ours, or too old,
   *   everything is told.
   */
  reader(after: string | undefined): FeedReader {
    const from = this.#sequenceOf(after);
    const missed = from === undefined ? undefined : this.#changedAfter(from);
    const reader = new FeedReader(missed, {
      messageOf: (keys, first) => this.#messageOf(keys, first),
      leave: () => this.#readers.delete(reader),
    });
    this.#readers.add(reader);
    return reader;
  }

  /** What is told with the rows as they are now. */
  tell(frame: StatusFrame): void {
    this.#frame = frame;
  }

  putTarget(row: TargetStatus): void {
    this.#put({ target: row.target }, row);
  }

  putBridge(row: BridgeStatus): void {
    this.#put({ target: row.target, bridge: row.bridge }, row);
  }

  removeTarget(target: string): void {
    this.#remove({ target });
  }

  removeBridge(name: Required<RowName>): void {
    this.#remove(name);
  }

  /** @param first the sequence of the first change that is left out; absent where none is. */
  #messageOf(keys: Keys, first?: number): FeedMessage | undefined {
    if (this.#frame === undefined) return undefined;
    const id = `${this.#name}-${first === undefined ? this.#sequence : first - 1}`;
    if (keys === 'all') {
      const text = withRows(this.#frame, sorted(this.#rows.values()));
      return { id, event: 'snapshot', text };
    }
    const { at, totals, missingRoles } = this.#frame;
    const rows = keys.told.map((key) => this.#rows.get(key)).filter((row) => row !== undefined);
    const gone = keys.told
      .map((key) => this.#gone.get(key)?.name)
      .filter((one) => one !== undefined);
    const removed: StatusChange['removed'] = {
      targets: gone.filter(({ bridge }) => bridge === undefined).map(({ target }) => target),
      bridges: gone.filter((name): name is Required<RowName> => name.bridge !== undefined),
    };
    const frame = { at, totals, missingRoles, removed, leftOut: keys.leftOut };
    return { id, event: 'changed', text: withRows(frame, sorted(rows)) };
  }

  #put(name: RowName, row: object): void {
    const key = keyOf(name);
    const text = JSON.stringify(row);
    if (this.#rows.get(key)?.text === text) return;
    this.#gone.delete(key);
    this.#rows.set(key, { name, text, sequence: this.#changed(key) });
  }

  #remove(name: RowName): void {
    const key = keyOf(name);
    if (!this.#rows.delete(key)) return;
    this.#gone.set(key, { name, sequence: this.#changed(key) });
    for (const [first, { sequence }] of this.#gone) {
      if (this.#gone.size <= GONE_MAX) break;
      this.#gone.delete(first);
      this.#forgotten = sequence;
      for (const reader of this.#readers) reader.forgot(first);
    }
  }

  #changed(key: string): number {
    this.#sequence += 1;
    for (const reader of this.#readers) reader.changed(key, this.#sequence);
    return this.#sequence;
  }

  #changedAfter(from: number): [key: string, sequence: number][] {
    return [...this.#rows, ...this.#gone]
      .map(([key, { sequence }]): [string, number] => [key, sequence])
      .filter(([, sequence]) => sequence > from)
      .sort(([, one], [, other]) => one - other);
  }

  /** @returns `undefined`: the client must hear everything. */
  #sequenceOf(id: string | undefined): number | undefined {
    const [, name, digits] = /^([a-z\d]{1,64})-(\d{1,15})$/u.exec(id ?? '') ?? [];
    const sequence = Number(digits);
    const isKnown = name === this.#name && sequence <= this.#sequence;
    return isKnown && sequence >= this.#forgotten ? sequence : undefined;
  }
}

/** The rows of a message. */
type Keys = 'all' | { readonly told: readonly string[]; readonly leftOut: number };

interface FeedReaderParts {
  readonly messageOf: (keys: Keys, first?: number) => FeedMessage | undefined;
  readonly leave: () => void;
}

/**
 * What one client still has to hear: each row once, in the order in which they first changed. A row
 * that changes all the time keeps its turn, so that it holds up no other.
 */
export class FeedReader {
  readonly #parts: FeedReaderParts;
  /** With the sequence of the first change that was not told; `undefined`: everything. */
  #missed: Map<string, number> | undefined;

  /** @param missed absent: everything. */
  constructor(missed: Iterable<[string, number]> | undefined, parts: FeedReaderParts) {
    this.#missed = missed === undefined ? undefined : new Map(missed);
    this.#parts = parts;
  }

  /** @returns `undefined` where there is nothing new, or nothing at all yet. */
  next(): FeedMessage | undefined {
    const missed = this.#missed;
    if (missed === undefined) {
      const message = this.#parts.messageOf('all');
      if (message !== undefined) this.#missed = new Map();
      return message;
    }
    if (missed.size === 0) return undefined;
    const told = [...missed.keys()].slice(0, ROWS_MAX);
    for (const key of told) missed.delete(key);
    const [first] = missed.values();
    return this.#parts.messageOf({ told, leftOut: missed.size }, first);
  }

  changed(key: string, sequence: number): void {
    if (this.#missed?.has(key) === false) this.#missed.set(key, sequence);
  }

  /** That a row has gone is remembered no more: who has not heard it hears everything. */
  forgot(key: string): void {
    if (this.#missed?.has(key) === true) this.#missed = undefined;
  }

  close(): void {
    this.#parts.leave();
  }
}

function sorted(rows: Iterable<FeedRow>): [targets: string[], bridges: string[]] {
  const [targets, bridges]: [string[], string[]] = [[], []];
  for (const { name, text } of rows) (name.bridge === undefined ? targets : bridges).push(text);
  return [targets, bridges];
}

function withRows(
  frame: object,
  [targets, bridges]: readonly [readonly string[], readonly string[]],
): string {
  const head = JSON.stringify(frame).slice(0, -1);
  return `${head},"targets":[${targets.join(',')}],"bridges":[${bridges.join(',')}]}`;
}

/** Names of neither hold a space. */
function keyOf({ target, bridge }: RowName): string {
  return bridge === undefined ? target : `${target} ${bridge}`;
}
