import { GONE_SILENT_MS, type FleetRows } from '#event-buffer';
import { BRIDGE_WEIGHT, type FleetView } from './fleet-view.js';
import { Copies } from './copies.js';
import { isThere } from './presence.js';
import { successorsOf } from './last-to-come.js';
import { affinity } from './rendezvous.js';
import { SHARE_LIMITS } from './share-plan.js';

/** A collector that wrote nothing for this long is not counted on to take free bridges, in ms. */
const ALIVE_MS = 4500;

/** How soon a collector that could not take a bridge may be asked again, in ms. */
const SOON_MS = 15_000;

/** Makes the view that plans are made from. */
export function fleetView(rows: FleetRows): FleetView {
  const { now, members, bridges } = rows;
  const copies = new Copies(rows);
  const arriving = new Map<string, number>();
  const unknown = meanWeight(bridges);
  const placed = bridges.map(({ bridge, holder, epoch, weight, movedAt, goesTo, barred }) => {
    const apart = copies.barredFrom(bridge).filter((id) => !barred.has(id));
    if (goesTo !== undefined) arriving.set(goesTo, (arriving.get(goesTo) ?? 0) + 1);
    const briefly = [...barred].filter(([, until]) => until - now <= SOON_MS);
    return {
      name: bridge,
      holder: goesTo ?? holder,
      weight: weight ?? unknown,
      // An epoch is at least the time at which it began.
      heldSince: epoch,
      movedAt: goesTo === undefined ? movedAt : now,
      barred: barred.size + apart.length === 0 ? undefined : new Set([...barred.keys(), ...apart]),
      apart: apart.length === 0 ? undefined : new Set(apart),
      barredBriefly: briefly.length === 0 ? undefined : new Set(briefly.map(([id]) => id)),
    };
  });
  return { now, members: members.filter((one) => isThere(one, now)), bridges: placed, arriving };
}

/**
 * An unknown weight counts as the mean: a bridge must not move for it, and then stay for ten
 * minutes.
 */
function meanWeight(bridges: FleetRows['bridges']): number {
  const told = bridges.flatMap(({ weight }) => (weight === undefined ? [] : [weight]));
  if (told.length === 0) return BRIDGE_WEIGHT;
  return told.reduce((sum, weight) => sum + weight, 0) / told.length;
}

/**
 * How long plans wait after a collector joins, in ms, since more may join: a bridge that moved stays
 * for long, so what moved to the first of them cannot go to the next ones.
 */
const SETTLE_MS = 15_000;

/**
 * Whether collectors are just joining, so that bridges should wait and move once for all of them. A
 * collector that joins while bridges move already gets its part of what has not moved yet. Whether one
 * stops, or stopped just now, too: another one may start in its place, and the next one stop.
 */
export function isSettling({ now, members }: Pick<FleetRows, 'now' | 'members'>): boolean {
  if (members.some((one) => one.isLeaving && now - one.saidAt < SETTLE_MS + GONE_SILENT_MS))
    return true;
  const ages = members.filter((one) => isThere(one, now)).map(({ since }) => now - since);
  const recent = ages.filter((age) => age < 2 * SETTLE_MS);
  return recent.length > 0 && recent.every((age) => age < SETTLE_MS);
}

/** Whether a collector that could not take a bridge of `holder` may be asked again soon. */
export function isAskedAgain({ now, members, bridges }: FleetRows, holder: string): boolean {
  const isTaker = new Set(
    members.filter((one) => isThere(one, now) && !one.isLeaving).map(({ id }) => id),
  );
  return bridges.some(
    (one) =>
      one.holder === holder &&
      one.goesTo === undefined &&
      [...one.barred].some(([id, until]) => isTaker.has(id) && until - now <= SOON_MS),
  );
}

/**
 * The collectors to which bridges are on their way. Where the giver dies, each has the socket open already, and
 * alone has heard what the room said since.
 *
 * @param before the rows of the look before: the lease of a bridge that was on its way then may just have ended.
 */
export function heirsOf(
  { now, members, bridges }: FleetRows,
  before?: Pick<FleetRows, 'bridges'>,
): ReadonlyMap<string, string> {
  const held = new Set(bridges.map(({ bridge }) => bridge));
  const ended = before?.bridges.filter(({ bridge }) => !held.has(bridge)) ?? [];
  const there = new Set(
    members.filter((one) => isThere(one, now) && !one.isLeaving).map(({ id }) => id),
  );
  const heirs = new Map<string, string>();
  for (const { bridge, goesTo } of [...ended, ...bridges]) {
    if (goesTo !== undefined && there.has(goesTo)) heirs.set(bridge, goesTo);
  }
  return heirs;
}

/**
 * Whether `id` is the collector to which a free bridge belongs most. While one stops, its successors come
 * first: it may leave some that no other collector took in time.
 */
export function isFirstFor(bridge: string, id: string, { now, members }: FleetRows): boolean {
  const alive = members.filter((one) => now - one.saidAt <= ALIVE_MS);
  const leavers = alive.filter((one) => one.isLeaving);
  const first = leavers.flatMap((one) => [
    ...successorsOf(one.id, { now, members: alive }, SHARE_LIMITS.staysMs),
  ]);
  const isFirst = (one: string): boolean => first.length === 0 || first.includes(one);
  if (!isFirst(id)) return false;
  const own = affinity(bridge, id);
  return alive.every((other) => {
    if (other.id === id || other.isLeaving || !isFirst(other.id)) return true;
    const its = affinity(bridge, other.id);
    return own > its || (own === its && id < other.id);
  });
}
