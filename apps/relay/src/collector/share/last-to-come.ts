import type { FleetMember } from './fleet-view.js';

/** Collectors that joined so soon one after another joined together, in ms. */
const NEXT_WITHIN_MS = 15_000;
/** Moves by choice may go to any collector that joined within this time of the last one, in ms. */
const TOGETHER_MS = 30_000;

type Joined = Pick<FleetMember, 'id' | 'since' | 'isLeaving'>;

/** The collectors at one moment, by Redis's clock. */
export interface Joins {
  readonly now: number;
  readonly members: readonly Joined[];
}

/**
 * The collectors that are sure to stay when `leaver` stops: those that joined last, and lately. In a rolling
 * deploy a new one is there before an old one stops, so the last to join is new, and all that joined just before
 * it with it. Any other one may be the next to stop, however lately it joined. Empty where nobody
 * joined lately, and after `leaver`.
 */
export function successorsOf(
  leaver: string,
  { now, members }: Joins,
  staysMs: number,
): ReadonlySet<string> {
  const own = members.find(({ id }) => id === leaver)?.since ?? 0;
  const newer = members
    .filter((one) => one.isLeaving !== true && one.since > own && now - one.since < staysMs)
    .sort((one, other) => one.since - other.since);
  const gaps = newer.map((one, i) => one.since - (newer[i - 1]?.since ?? own));
  // Where it joined just before them itself, the longest gap divides those before the deploy from those of it.
  const isOneOfThem = gaps.every((gap) => gap <= NEXT_WITHIN_MS);
  const first = isOneOfThem
    ? gaps.lastIndexOf(Math.max(0, ...gaps))
    : gaps.findLastIndex((gap) => gap > NEXT_WITHIN_MS);
  return new Set(newer.slice(Math.max(0, first)).map(({ id }) => id));
}

/**
 * The collectors that were there well before one that joined lately, and may be replaced by it: what moved from one
 * of them to another might move again.
 */
export function replaceable({ now, members }: Joins, staysMs: number): ReadonlySet<string> {
  const last = Math.max(0, ...members.map(({ since }) => since));
  if (now - last >= staysMs) return new Set();
  return new Set(members.filter(({ since }) => last - since > TOGETHER_MS).map(({ id }) => id));
}
