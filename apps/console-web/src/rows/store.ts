import { batch, computed, signal, type Signal } from '@preact/signals';
import type { BridgeStatus, LedgerTotals, RelayStatus, TargetStatus } from '../api/contract.js';
import type { FeedNews } from '../live/feed.js';
import { NO_TOTALS, RowBook, type ChangedRows, type SourceMoment } from '../live/row-book.js';
import { Trace } from '../live/trace.js';
import { RowOrder } from './row-order.js';
import { isHearing, verdictOf, type Level, type Verdict } from './verdict.js';

/**
 * A bridge as the page shows it. A component is drawn again when a row that it shows changes.
 */
export interface Row {
  readonly key: string;
  readonly name: string;
  readonly bridge: Signal<BridgeStatus>;
  readonly target: Signal<TargetStatus | undefined>;
  readonly verdict: Signal<Verdict>;
  readonly trace: Trace;
  readonly moments: readonly SourceMoment[];
}

/**
 * `unreached`: the relay has never answered; `lost`: it no longer answers; `unknown`: it cannot read
 * the ledger; `crowded`: it serves too many pages to tell this one of changes.
 */
export type Link = 'loading' | 'live' | 'lost' | 'unreached' | 'unknown' | 'crowded';

const book = new RowBook();
const order = new RowOrder();
const rows = new Map<string, Row>();
/** The keys of the rows of each target. */
const byTarget = new Map<string, Set<string>>();
const byName = new Map<string, Set<string>>();
/**
 * The keys of rows that hear their rooms, and of rows with too many answers waiting to be spoken.
 */
const hearing = new Set<string>();
const late = new Set<string>();
const targets = new Map<string, Signal<TargetStatus | undefined>>();

/** The keys of all rows, trouble first. */
export const rowKeys = signal<readonly string[]>([]);
export const counts = signal<Readonly<Record<Level, number>>>(order.counts);
/** How many rows hear their rooms. */
export const hearingCount = signal(0);
/** How many rows have too many waiting answers, and the key of one of these. */
export const lateCount = signal(0);
export const lateKey = signal<string | undefined>(undefined);
export const totals = signal<LedgerTotals>(NO_TOTALS);
export const missingRoles = signal<RelayStatus['missingRoles']>([]);
export const link = signal<Link>('loading');
/** The relay's time. It moves every second, and everything that shows a time is drawn again. */
export const now = signal(Date.now());
export const relayTrace = book.trace;

let skewMs = 0;

export const rowCount = computed(() => rowKeys.value.length);

export function rowOf(key: string): Row | undefined {
  return rows.get(key);
}

/**
 * The rows of one bridge, first the one where it is now: there are more while events of it still
 * wait at a room that it has left.
 */
export function rowsNamed(name: string): readonly Row[] {
  void rowKeys.value;
  const all = Array.from(byName.get(name) ?? [], (key) => rows.get(key)!);
  const isHere = ({ bridge }: Row): boolean => bridge.value.record !== undefined;
  return [...all.filter(isHere), ...all.filter((row) => !isHere(row))];
}

export function tick(): void {
  now.value = Date.now() + skewMs;
}

/** Applies a message of the stream. */
export function hear(news: FeedNews): void {
  switch (news.kind) {
    case 'state':
      return take(book.copy(news.state));
    case 'snapshot':
      return take(book.snapshot(news.status));
    case 'changed':
      return take(book.change(news.change));
    case 'open':
    case 'known':
      link.value = book.at > 0 ? 'live' : 'loading';
      return;
    case 'unknown':
      book.missed();
      link.value = 'unknown';
      return;
    case 'lost':
    case 'closed':
      book.missed();
      link.value = book.at > 0 ? 'lost' : 'unreached';
  }
}

/** The relay answers, and tells this page nothing; unless the page was logged in again and follows it. */
export function hearCrowded(): void {
  if (link.value === 'lost' || link.value === 'unreached') link.value = 'crowded';
}

/**
 * Shows at once an action that was done on this page: with thousands of bridges the relay sends the
 * change seconds later.
 */
export function hearWanted(name: string, wanted: 'running' | 'paused' | 'deleted'): void {
  batch(() => {
    let isMoved = false;
    for (const key of byName.get(name) ?? []) {
      const bridge = book.bridges.get(key);
      if (bridge?.record === undefined) continue;
      const { record, ...left } = bridge;
      if (wanted !== 'deleted') {
        book.bridges.set(key, { ...left, record: { ...record, wanted } });
      } else if (bridge.waiting + bridge.deadLettered > 0) {
        book.bridges.set(key, left);
      } else {
        book.bridges.delete(key);
        isMoved = remove(key) || isMoved;
      }
      isMoved = judge(key) || isMoved;
    }
    show(isMoved);
  });
}

function show(isMoved: boolean): void {
  hearingCount.value = hearing.size;
  lateCount.value = late.size;
  [lateKey.value] = late;
  if (!isMoved) return;
  rowKeys.value = order.keys;
  counts.value = { ...order.counts };
}

function take(changed: ChangedRows): void {
  batch(() => {
    const isOther = book.missingRoles.join() !== missingRoles.value.join();
    skewMs = book.at - Date.now();
    tick();
    link.value = 'live';
    totals.value = book.totals;
    if (isOther) missingRoles.value = book.missingRoles;
    const stale = new Set(isOther ? book.bridges.keys() : changed.bridges);
    for (const name of changed.targets) {
      targetSignal(name).value = book.targets.get(name);
      for (const key of byTarget.get(name) ?? []) stale.add(key);
    }
    let isMoved = false;
    for (const key of changed.removed) isMoved = remove(key) || isMoved;
    for (const name of changed.removedTargets) {
      const target = targets.get(name);
      if (target !== undefined) target.value = undefined;
      for (const key of byTarget.get(name) ?? []) stale.add(key);
      forget(name);
    }
    for (const key of stale) isMoved = judge(key) || isMoved;
    show(isMoved);
  });
}

/** @returns whether the order has changed. */
function judge(key: string): boolean {
  const bridge = book.bridges.get(key);
  if (bridge === undefined) return false;
  const row = rows.get(key);
  const target = book.targets.get(bridge.target);
  const verdict = verdictOf(bridge, target, book.missingRoles, row?.verdict.peek());
  if (row === undefined) {
    add(key, bridge, verdict);
  } else {
    row.bridge.value = bridge;
    if (!isSameVerdict(row.verdict.peek(), verdict)) row.verdict.value = verdict;
  }
  mark(hearing, key, isHearing(bridge, book.missingRoles));
  mark(late, key, verdict.code === 'answers-late');
  return order.put(key, verdict.level);
}

function mark(of: Set<string>, key: string, isOne: boolean): void {
  if (isOne) of.add(key);
  else of.delete(key);
}

function add(key: string, bridge: BridgeStatus, verdict: Verdict): void {
  const target = targetSignal(bridge.target);
  const name = bridge.bridge;
  rows.set(key, {
    key,
    name,
    bridge: signal(bridge),
    target,
    verdict: signal(verdict),
    get trace() {
      return book.traces.get(key) ?? NO_TRACE;
    },
    get moments() {
      return book.moments.get(key) ?? [];
    },
  });
  note(byTarget, bridge.target, key);
  note(byName, name, key);
}

const NO_TRACE = new Trace();

function note(index: Map<string, Set<string>>, name: string, key: string): void {
  const of = index.get(name);
  if (of === undefined) index.set(name, new Set([key]));
  else of.add(key);
}

function leave(index: Map<string, Set<string>>, name: string, key: string): void {
  const of = index.get(name);
  of?.delete(key);
  if (of?.size === 0) index.delete(name);
}

/** Forgets a target that has gone: a page may be open for weeks. */
function forget(name: string): void {
  if (!byTarget.has(name) && !book.targets.has(name)) targets.delete(name);
}

function remove(key: string): boolean {
  const row = rows.get(key);
  if (row !== undefined) {
    const { target } = row.bridge.peek();
    leave(byTarget, target, key);
    leave(byName, row.name, key);
    forget(target);
  }
  rows.delete(key);
  hearing.delete(key);
  late.delete(key);
  return order.remove(key);
}

function targetSignal(name: string): Signal<TargetStatus | undefined> {
  let found = targets.get(name);
  if (found === undefined) targets.set(name, (found = signal(book.targets.get(name))));
  return found;
}

function isSameVerdict(one: Verdict, other: Verdict): boolean {
  return (
    one.code === other.code &&
    one.level === other.level &&
    one.why === other.why &&
    one.detail === other.detail &&
    one.detailZh === other.detailZh &&
    one.count === other.count
  );
}
