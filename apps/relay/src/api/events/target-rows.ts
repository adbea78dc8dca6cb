import {
  heardTimeOf,
  leaseOf,
  sourceNoteOf,
  type BridgeTexts,
  type LedgerRow,
} from '#event-buffer';
import type { BridgeStatus } from '../../status/relay-status.js';
import { secondGroundsOf, type SecondGrounds } from '../../status/second-status.js';
import { bridgeStatus, isInForce, NOTHING } from '../../status/standing.js';
import { outlineOf, type ShownBridge } from './bridge-outline.js';

/** What bridges are judged by, beside the ledger of their target. */
export interface BridgeView {
  readonly at: number;
  readonly texts: BridgeTexts;
  /** Whether any process takes what is pushed. */
  readonly withLane: boolean;
  /** Whether two collectors run. */
  readonly areTwo: boolean;
  /** By name. */
  readonly shown: ReadonlyMap<string, PlacedBridge>;
}

/** A bridge, and the target that it is to report to now; `undefined`: it cannot be told. */
export interface PlacedBridge {
  readonly one: ShownBridge;
  readonly target: string | undefined;
}

/**
 * The rows of one target: of the bridges that it has a ledger of, and of `own`, those that belong
 * there, also where nothing ever came. A bridge that is no more, or that left, keeps its row, without its
 * record, as long as events of it wait there or were refused.
 */
export function rowsOfTarget(
  target: string,
  ledger: readonly LedgerRow[],
  own: Iterable<string>,
  view: BridgeView,
): BridgeStatus[] {
  const rows: BridgeStatus[] = [];
  const unseen = new Set(own);
  for (const row of ledger) {
    const placed = view.shown.get(row.bridge);
    unseen.delete(row.bridge);
    const isHome = placed !== undefined && (placed.target ?? target) === target;
    if (isHome) rows.push(statusOf(row, placed, view));
    else if (row.waiting + row.deadLettered > 0) rows.push(statusOf(row, undefined, view));
  }
  for (const bridge of unseen) {
    rows.push(statusOf({ target, bridge, ...NOTHING }, view.shown.get(bridge), view));
  }
  return rows;
}

/** All that the rows of some bridges are made of but the ledger: where it is the same, so are they. */
export function groundsOf(bridges: Iterable<string>, view: BridgeView): readonly unknown[] {
  const { texts, shown, withLane } = view;
  const grounds: unknown[] = [withLane];
  for (const name of bridges) {
    const placed = shown.get(name);
    const second = secondOf(name, placed, view);
    grounds.push(name, holderOf(name, view), second?.holder, second?.note, second?.heard);
    grounds.push(second?.isAlone, texts.sources.get(name), texts.heard.get(name), placed?.target);
    grounds.push(placed && outlineOf(placed.one));
  }
  return grounds;
}

function statusOf(
  row: LedgerRow,
  placed: PlacedBridge | undefined,
  view: BridgeView,
): BridgeStatus {
  const { sources, heard } = view.texts;
  const { bridge } = row;
  const [note, times] = [sources.get(bridge), heard.get(bridge)];
  const known = {
    holder: holderOf(bridge, view),
    second: secondOf(bridge, placed, view),
    note: note === undefined ? undefined : sourceNoteOf(note),
    withLane: view.withLane,
    isWanted: placed?.target === row.target,
  };
  const status = bridgeStatus(row, known, times === undefined ? undefined : heardTimeOf(times));
  return placed === undefined ? status : { ...status, record: outlineOf(placed.one) };
}

function secondOf(
  bridge: string,
  placed: PlacedBridge | undefined,
  view: BridgeView,
): SecondGrounds | undefined {
  return secondGroundsOf(bridge, view.texts, {
    holderOf: (lease) => holderOf(lease, view),
    isWanted: placed?.one.config?.redundancy === 2 && placed.one.record.wanted === 'running',
    areTwo: view.areTwo,
  });
}

function holderOf(name: string, { at, texts }: BridgeView): string | undefined {
  const lease = leaseOf(texts.leases.get(name) ?? '');
  return isInForce(lease, at) ? lease!.holder : undefined;
}
