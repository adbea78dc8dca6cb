import type {
  BridgeStatus,
  LedgerTotals,
  RelayStatus,
  StatusChange,
  TargetStatus,
} from '../api/contract.js';
import { LeftOut, type LeftOutState } from './left-out.js';
import { Trace, type TraceState } from './trace.js';

/** Which rows have changed. */
export interface ChangedRows {
  readonly bridges: ReadonlySet<string>;
  readonly targets: ReadonlySet<string>;
  readonly removed: ReadonlySet<string>;
  readonly removedTargets: ReadonlySet<string>;
}

/** A state of a connection, and since when. */
export interface SourceMoment extends Pick<
  BridgeStatus,
  'source' | 'sourceReason' | 'sourceRefused' | 'sourceRefusedZh' | 'sourceDeaf'
> {
  readonly at: number;
}

/** How many moments are kept for each bridge. */
const MOMENTS_MAX = 30;

/** The whole content of a book, for a page that opens later. */
export interface BookState {
  readonly status: Pick<RelayStatus, 'at' | 'totals' | 'missingRoles' | 'targets' | 'bridges'>;
  readonly traces: readonly (readonly [string, TraceState])[];
  readonly moments: readonly (readonly [string, readonly SourceMoment[]])[];
  readonly leftOut: LeftOutState;
}

export const NO_TOTALS: LedgerTotals = {
  received: 0,
  reported: 0,
  deadLettered: 0,
  waiting: 0,
  dropped: {},
  unaccounted: 0,
};

/** Bridges and targets have no space in their names. */
function keyOfRow({ target, bridge }: Pick<BridgeStatus, 'target' | 'bridge'>): string {
  return `${bridge} ${target}`;
}

/**
 * The latest rows of the relay, and the history of each. The cost of an update depends on the
 * changed rows, not on all rows.
 */
export class RowBook {
  readonly bridges = new Map<string, BridgeStatus>();
  readonly targets = new Map<string, TargetStatus>();
  readonly traces = new Map<string, Trace>();
  /** The history of each connection since this page began, the oldest first. */
  readonly moments = new Map<string, readonly SourceMoment[]>();
  /** The rates of all bridges together. */
  readonly trace = new Trace();
  totals: LedgerTotals = NO_TOTALS;
  missingRoles: RelayStatus['missingRoles'] = [];
  /** The time of the latest message, by the relay's clock. 0 before the first one. */
  at = 0;
  /** Since when the counts of the next message tell of more than the last second. */
  #missedSince: number | undefined;
  #leftOut = new LeftOut();

  get state(): BookState {
    const { at, totals, missingRoles } = this;
    const targets = [...this.targets.values()];
    const bridges = [...this.bridges.values()];
    const traces = Array.from(this.traces, ([key, trace]) => [key, trace.state] as const);
    const status = { at, totals, missingRoles, targets, bridges };
    return { status, traces, moments: [...this.moments], leftOut: this.#leftOut.state };
  }

  /** The stream tells nothing for a while: what comes then was not counted all at once. */
  missed(): void {
    if (this.at > 0) this.#missedSince ??= this.at;
  }

  /** Takes over the content of another book. */
  copy({ status, traces, moments, leftOut }: BookState): ChangedRows {
    for (const [key, history] of moments) this.moments.set(key, history);
    for (const [key, trace] of traces) this.traces.set(key, Trace.of(trace));
    // The traces have counted these rows.
    for (const row of status.bridges) {
      if (this.bridges.has(keyOfRow(row))) this.bridges.set(keyOfRow(row), row);
    }
    const changed = this.snapshot(status);
    this.#leftOut = LeftOut.of(leftOut);
    return changed;
  }

  snapshot({ at, totals, missingRoles, targets, bridges }: BookState['status']): ChangedRows {
    this.missed();
    const keys = new Set(bridges.map(keyOfRow));
    const removed = new Set([...this.bridges.keys()].filter((key) => !keys.has(key)));
    for (const key of removed) this.#remove(key);
    const before = [...this.targets.keys()];
    this.targets.clear();
    this.#take(at, totals, missingRoles);
    for (const row of targets) this.targets.set(row.target, row);
    for (const row of bridges) this.#note(row, this.#missedSince);
    this.#missedSince = undefined;
    this.#leftOut = new LeftOut();
    const names = new Set(this.targets.keys());
    const removedTargets = new Set(before.filter((name) => !names.has(name)));
    return { bridges: keys, targets: names, removed, removedTargets };
  }

  change(told: StatusChange): ChangedRows {
    const { at, totals, missingRoles, targets, bridges, removed } = told;
    const since = this.#leftOut.told(told, this.#missedSince ?? this.at) ?? this.#missedSince;
    this.#take(at, totals, missingRoles);
    for (const row of targets) this.targets.set(row.target, row);
    for (const row of bridges) this.#note(row, since);
    this.#missedSince = undefined;
    const gone = new Set(removed.bridges.map(keyOfRow));
    for (const key of gone) this.#remove(key);
    for (const name of removed.targets) this.targets.delete(name);
    return {
      bridges: new Set(bridges.map(keyOfRow)),
      targets: new Set(targets.map(({ target }) => target)),
      removed: gone,
      removedTargets: new Set(removed.targets),
    };
  }

  #take(at: number, totals: LedgerTotals, missingRoles: RelayStatus['missingRoles']): void {
    const { received, reported } = this.at > 0 ? this.totals : totals;
    this.trace.add(at, totals.received - received, totals.reported - reported, this.#missedSince);
    this.at = at;
    this.totals = totals;
    this.missingRoles = missingRoles;
  }

  /** @param since since when its counts may have changed, where that is longer ago. */
  #note(row: BridgeStatus, since: number | undefined): void {
    const key = keyOfRow(row);
    const before = this.bridges.get(key);
    this.bridges.set(key, row);
    let trace = this.traces.get(key);
    if (trace === undefined) this.traces.set(key, (trace = new Trace()));
    if (before === undefined || !isSameMoment(before, row)) this.#noteMoment(key, row);
    const { received, reported } = before ?? row;
    trace.add(this.at, row.received - received, row.reported - reported, since);
  }

  #noteMoment(key: string, row: BridgeStatus): void {
    const { source, sourceReason, sourceRefused, sourceRefusedZh, sourceDeaf, sourceSince } = row;
    const known = this.moments.get(key) ?? [];
    const at = known.length === 0 ? (sourceSince ?? this.at) : this.at;
    const moment = { at, source, sourceReason, sourceRefused, sourceRefusedZh, sourceDeaf };
    const last = known.at(-1);
    // The history that came from another page has this moment already.
    if (last !== undefined && isSameMoment(last, moment)) return;
    this.moments.set(key, [...known, moment].slice(-MOMENTS_MAX));
  }

  #remove(key: string): void {
    this.bridges.delete(key);
    this.moments.delete(key);
    this.traces.delete(key);
  }
}

function isSameMoment(one: Omit<SourceMoment, 'at'>, other: Omit<SourceMoment, 'at'>): boolean {
  return (
    one.source === other.source &&
    one.sourceReason === other.sourceReason &&
    one.sourceRefused === other.sourceRefused &&
    one.sourceDeaf === other.sourceDeaf
  );
}
