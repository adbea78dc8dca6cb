import type { FleetRows } from '#event-buffer';
import { BRIDGE_WEIGHT, type FleetView } from './fleet-view.js';
import { Copies } from './copies.js';
import { isThere } from './presence.js';
import { affinity } from './rendezvous.js';

/** A collector that wrote nothing for so long is not counted on to take free bridges, in ms. */
const ALIVE_MS = 4500;

/** Makes the view that plans are made from. */
export function fleetView(rows: FleetRows): FleetView {
  const { now, members, bridges } = rows;
  const copies = new Copies(rows);
  const arriving = new Map<string, number>();
  const unknown = meanWeight(bridges);
  const placed = bridges.map(({ bridge, holder, epoch, weight, movedAt, goesTo, barred }) => {
    const apart = copies.barredFrom(bridge);
    if (goesTo !== undefined) arriving.set(goesTo, (arriving.get(goesTo) ?? 0) + 1);
    return {
      name: bridge,
      holder: goesTo ?? holder,
      weight: weight ?? unknown,
      // An epoch is at least the time at which it began.
      heldSince: epoch,
      movedAt: goesTo === undefined ? movedAt : now,
      barred: barred.size + apart.length === 0 ? undefined : new Set([...barred.keys(), ...apart]),
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
 * How long plans wait after a collector joins, in ms, since more may join: a bridge that moved
 * stays for long.
 */
const SETTLE_MS = 5000;
/** The longest such wait, where collectors join one after another, in ms. */
const SETTLE_MS_MAX = 15_000;

/**
 * Whether collectors are just joining, so that bridges should wait and move once for all of them.
 */
export function isSettling({ now, members }: FleetRows): boolean {
  const ages = members.filter((one) => isThere(one, now)).map(({ since }) => now - since);
  const recent = ages.filter((age) => age < SETTLE_MS_MAX);
  const isNew = recent.some((age) => age < SETTLE_MS);
  return isNew && recent.every((age) => age < SETTLE_MS_MAX - SETTLE_MS);
}

/** Whether `id` is the collector to which a free bridge belongs most. */
export function isFirstFor(bridge: string, id: string, { now, members }: FleetRows): boolean {
  const own = affinity(bridge, id);
  return members.every((other) => {
    if (other.id === id || other.isLeaving || now - other.saidAt > ALIVE_MS) return true;
    const its = affinity(bridge, other.id);
    return own > its || (own === its && id < other.id);
  });
}
