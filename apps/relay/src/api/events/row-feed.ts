import type {
  BridgeStatus,
  LedgerTotals,
  RelayStatus,
  TargetStatus,
} from '../../status/relay-status.js';

/** How many rows one message tells of, and how many that have gone are remembered. */
export const ROWS_MAX = 500;
export const GONE_MAX = 1000;

/** What is sent at once. */
export interface FeedMessage {
  /** Where a client goes on that has read it. */
  readonly id: string;
  readonly event: 'snapshot' | 'changed';
  readonly data: RelayStatus | StatusChange;
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

type Row =
  | { readonly kind: 'target'; readonly row: TargetStatus }
  | { readonly kind: 'bridge'; readonly row: BridgeStatus };

interface Noted {
  readonly row: Row;
  readonly text: string;
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
  /** In the order in which they last changed. */
  readonly #rows = new Map<string, Noted>();
  readonly #gone = new Map<string, { readonly row: Row; readonly sequence: number }>();
  #sequence = 0;
  /** The sequence number of the last removed row that is not remembered any more. */
  #forgotten = 0;
  #status: RelayStatus | undefined;

  /** @param name of this feed alone: letters and digits. */
  constructor(name: string) {
    this.#name = name;
  }

  /** The status as it is now. */
  take(status: RelayStatus): void {
    this.#status = status;
    const seen = new Set<string>();
    for (const row of rowsOf(status)) {
      const key = keyOf(row);
      seen.add(key);
      this.#note(key, row);
    }
    for (const [key, { row }] of this.#rows) {
      if (seen.has(key)) continue;
      this.#rows.delete(key);
      this.#gone.set(key, { row, sequence: ++this.#sequence });
    }
    for (const [key, { sequence }] of this.#gone) {
      if (this.#gone.size <= GONE_MAX) break;
      this.#gone.delete(key);
      this.#forgotten = sequence;
    }
  }

  /**
   * What a client does not know yet.
   *
   * @param after the id of the last message that it has read; where it is none of ours, or too old,
   *   everything is told.
   * @returns `undefined` where there is nothing new, or nothing at all yet.
   */
  next(after: string | undefined): FeedMessage | undefined {
    if (this.#status === undefined) return undefined;
    const from = this.#sequenceOf(after);
    if (from === undefined) {
      return { id: this.#idOf(this.#sequence), event: 'snapshot', data: this.#status };
    }
    return from === this.#sequence ? undefined : this.#changesAfter(from, this.#status);
  }

  #changesAfter(from: number, { at, totals, missingRoles }: RelayStatus): FeedMessage | undefined {
    const changed = [...this.#rows.values()].filter(({ sequence }) => sequence > from);
    const gone = [...this.#gone.values()].filter(({ sequence }) => sequence > from);
    const all = [
      ...changed.map(({ row, sequence }) => ({ row, sequence, isGone: false })),
      ...gone.map(({ row, sequence }) => ({ row, sequence, isGone: true })),
    ].sort((a, b) => a.sequence - b.sequence);
    const told = all.slice(0, ROWS_MAX);
    const leftOut = all.length - told.length;
    const last = leftOut === 0 ? this.#sequence : told.at(-1)!.sequence;
    const targets: TargetStatus[] = [];
    const bridges: BridgeStatus[] = [];
    const removed = {
      targets: [] as string[],
      bridges: [] as { target: string; bridge: string }[],
    };
    for (const { row, isGone } of told) {
      if (row.kind === 'target') {
        if (isGone) removed.targets.push(row.row.target);
        else targets.push(row.row);
      } else if (isGone) {
        removed.bridges.push({ target: row.row.target, bridge: row.row.bridge });
      } else {
        bridges.push(row.row);
      }
    }
    const data = { at, totals, missingRoles, targets, bridges, removed, leftOut };
    return { id: this.#idOf(last), event: 'changed', data };
  }

  #note(key: string, row: Row): void {
    const text = JSON.stringify(row.row);
    if (this.#rows.get(key)?.text === text) return;
    this.#rows.delete(key);
    this.#gone.delete(key);
    this.#rows.set(key, { row, text, sequence: ++this.#sequence });
  }

  #idOf(sequence: number): string {
    return `${this.#name}-${sequence}`;
  }

  /** @returns `undefined`: the client must hear everything. */
  #sequenceOf(id: string | undefined): number | undefined {
    const [, name, digits] = /^([a-z\d]{1,64})-(\d{1,15})$/u.exec(id ?? '') ?? [];
    const sequence = Number(digits);
    const isKnown = name === this.#name && sequence <= this.#sequence;
    return isKnown && sequence >= this.#forgotten ? sequence : undefined;
  }
}

function rowsOf({ targets, bridges }: RelayStatus): Row[] {
  return [
    ...targets.map((row) => ({ kind: 'target' as const, row })),
    ...bridges.map((row) => ({ kind: 'bridge' as const, row })),
  ];
}

/** Names of neither hold a space. */
function keyOf(row: Row): string {
  return row.kind === 'target' ? row.row.target : `${row.row.target} ${row.row.bridge}`;
}
