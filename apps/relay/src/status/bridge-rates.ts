import type { BridgeStatus, RelayStatus, TargetStatus } from './relay-status.js';
import { lostCopyOf } from './second-status.js';
import { isYetToConnect } from './standing.js';
import { secondText, steppedIn, WELL_SOURCES } from './status-table.js';

/** What `top` shows of a bridge: its state, and its rates between two looks. */
export interface BridgeRates {
  readonly bridge: string;
  readonly target: string;
  readonly source: string;
  /** Events a second. */
  readonly received: number;
  readonly reported: number;
  readonly dropped: number;
  readonly waiting: number;
  /** How long ago the oldest event that waits for its target was received; absent where none does. */
  readonly oldestAgeMs?: number | undefined;
  /** The troubles to look at, the worst first. */
  readonly troubles: readonly string[];
}

export const TOP_ORDERS = ['trouble', 'rate', 'age'] as const;
export type TopOrder = (typeof TOP_ORDERS)[number];

/**
 * The rates of bridges between two looks, sorted. Counts that an emptied Redis began afresh give no negative
 * rates.
 */
export function bridgeRates(
  before: RelayStatus,
  now: RelayStatus,
  order: TopOrder,
): readonly BridgeRates[] {
  const seconds = Math.max(0.001, (now.at - before.at) / 1000);
  const earlier = new Map(before.bridges.map((one) => [keyOf(one), one]));
  const targets = new Map(now.targets.map((one) => [one.target, one]));
  const rates = now.bridges.map((bridge): BridgeRates => {
    const was = earlier.get(keyOf(bridge));
    const rate = (count: (one: BridgeStatus) => number): number =>
      was === undefined ? 0 : Math.max(0, count(bridge) - count(was)) / seconds;
    const target = targets.get(bridge.target);
    const { source, waiting } = bridge;
    return {
      bridge: bridge.bridge,
      target: bridge.target,
      source,
      received: rate(({ received }) => received),
      reported: rate(({ reported }) => reported),
      dropped: rate(({ dropped }) => Object.values(dropped).reduce((sum, one) => sum + one, 0)),
      waiting,
      oldestAgeMs: waiting > 0 ? target?.oldestAgeMs : undefined,
      troubles: [
        ...(bridge.unaccounted === 0 ? [] : [`unaccounted for: ${bridge.unaccounted}`]),
        ...sourceTroubles(bridge),
        ...targetTroubles(target, source),
      ],
    };
  });
  return rates.sort((one, other) => COMPARE[order](one, other) || byName(one, other));
}

function sourceTroubles(bridge: BridgeStatus): string[] {
  const { source, sourceRefused, sourceReason, sourceDeaf } = bridge;
  if (sourceRefused !== undefined) return [sourceRefused];
  // A room that has ended is silent, which is no trouble.
  if (source === 'deaf') return sourceDeaf === 'room-ended' ? [] : [`hears nothing: ${sourceDeaf}`];
  if (lostCopyOf(bridge) === 'second') return [secondText(bridge.second)];
  if (WELL_SOURCES.has(source) || isYetToConnect(bridge)) return [];
  return [sourceReason === undefined ? `source ${source}` : `source ${source}: ${sourceReason}`];
}

function targetTroubles(target: TargetStatus | undefined, source: string): string[] {
  if (target === undefined) return [];
  const { state, pausedReason, failing, waiting } = target;
  const person = steppedIn(target);
  // Without a live job nothing is reported: what failed is of the last one.
  const isOver = state === 'no-job' || (source === 'idle' && waiting === 0);
  return [
    ...(person === '' ? [] : [`target ${person}`]),
    ...(state === 'paused' && pausedReason !== undefined ? [`target paused: ${pausedReason}`] : []),
    ...(state === 'no-room' ? ['no such live room'] : []),
    ...(state === 'unreadable' ? ['a key in Redis holds something else'] : []),
    ...(failing === undefined || isOver ? [] : [`reports fail: ${failing}`]),
  ];
}

type Compare = (one: BridgeRates, other: BridgeRates) => number;

const byRate: Compare = (one, other) => other.received - one.received;
const byAge: Compare = (one, other) => (other.oldestAgeMs ?? -1) - (one.oldestAgeMs ?? -1);
const byTrouble: Compare = (one, other) => other.troubles.length - one.troubles.length;

const COMPARE: Readonly<Record<TopOrder, Compare>> = {
  trouble: (one, other) => byTrouble(one, other) || byRate(one, other),
  rate: (one, other) => byRate(one, other) || byTrouble(one, other),
  age: (one, other) => byAge(one, other) || byRate(one, other),
};

function byName(one: BridgeRates, other: BridgeRates): number {
  return one.bridge < other.bridge ? -1 : 1;
}

function keyOf({ target, bridge }: BridgeStatus): string {
  return `${target} ${bridge}`;
}
