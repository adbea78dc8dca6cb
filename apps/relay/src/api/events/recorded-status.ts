import type { BridgeRecord } from '#bridge';
import type { BridgeConfig } from '#config';
import { targetOf } from '../../bridges/target-of.js';
import type { SpecProblem } from '../../bridges/managed/sealed-spec.js';
import type { StatusReader } from '../../console/status-reader.js';
import type { BridgeOutline, BridgeStatus, RelayStatus } from '../../status/relay-status.js';

/** A bridge to show, even if it never had an event. */
export interface ShownBridge {
  readonly record: BridgeRecord;
  readonly config: BridgeConfig | undefined;
  readonly problems: readonly SpecProblem[];
}

/** Where sources say which channel or room they read: none of these keys holds a secret. */
const PLACES = [
  'channel',
  'roomId',
  'username',
  'uniqueId',
  'videoId',
  'chatroomId',
  'session',
  'room',
];
const PLACE_LENGTH_MAX = 64;

/**
 * The status with what the records tell of each bridge, and a row for those that have none yet. A
 * bridge that is no more keeps its row as long as its target has its ledger.
 */
export class RecordedStatusReader implements StatusReader {
  readonly #reader: { read(): Promise<RelayStatus> };
  readonly #bridges: () => Iterable<ShownBridge>;

  constructor(reader: { read(): Promise<RelayStatus> }, bridges: () => Iterable<ShownBridge>) {
    this.#reader = reader;
    this.#bridges = bridges;
  }

  async read(): Promise<RelayStatus> {
    const status = await this.#reader.read();
    return withRecords(status, this.#bridges());
  }
}

export function withRecords(status: RelayStatus, shown: Iterable<ShownBridge>): RelayStatus {
  const byName = new Map(Array.from(shown, (one) => [one.record.name, one]));
  const placed = new Set<string>();
  const bridges = status.bridges.flatMap((row): BridgeStatus[] => {
    const one = byName.get(row.bridge);
    const target = targetIdOf(one);
    // A target that the bridge has left has no row of its own once nothing waits there.
    const isElsewhere = target !== undefined && target !== row.target;
    if (isElsewhere && row.waiting === 0 && row.deadLettered === 0) return [];
    if (one === undefined) return row.waiting + row.deadLettered > 0 ? [row] : [];
    if (!isElsewhere) placed.add(row.bridge);
    return [{ ...row, record: outlineOf(one) }];
  });
  for (const [name, one] of byName) {
    if (!placed.has(name)) bridges.push(unseenRow(name, one));
  }
  return { ...status, bridges };
}

function unseenRow(bridge: string, one: ShownBridge): BridgeStatus {
  const counts = { received: 0, reported: 0, deadLettered: 0, waiting: 0, unaccounted: 0 };
  const target = targetIdOf(one) ?? '';
  return { target, bridge, ...counts, dropped: {}, source: 'unheld', record: outlineOf(one) };
}

/** One outline a record, made once: there are thousands of records, and a status is read often. */
const outlines = new WeakMap<BridgeRecord, BridgeOutline>();

function outlineOf(one: ShownBridge): BridgeOutline {
  const known = outlines.get(one.record);
  if (known !== undefined) return known;
  const outline = newOutline(one);
  outlines.set(one.record, outline);
  return outline;
}

function newOutline({ record, problems }: ShownBridge): BridgeOutline {
  const { wanted, origin, spec } = record;
  const source = blockOf(spec.source);
  const { type } = source;
  const place = PLACES.map((key) => source[key]).find((value) => isPlace(value));
  const [problem] = problems;
  return {
    platform: typeof type === 'string' ? type : '',
    ...(place === undefined ? {} : { place: String(place).slice(0, PLACE_LENGTH_MAX) }),
    wanted,
    origin,
    ...(problem === undefined ? {} : { problem: `${problem.pointer} ${problem.detail}`.trim() }),
  };
}

function isPlace(value: unknown): value is string | number {
  return typeof value === 'number' || (typeof value === 'string' && value !== '');
}

function blockOf(value: unknown): Readonly<Record<string, unknown>> {
  const isBlock = typeof value === 'object' && value !== null && !Array.isArray(value);
  return isBlock ? (value as Readonly<Record<string, unknown>>) : {};
}

function targetIdOf(one: ShownBridge | undefined): string | undefined {
  if (one === undefined) return undefined;
  if (one.config !== undefined) return targetOf(one.config.target);
  return undefined;
}
