import type { FleetRows } from '#event-buffer';
import { BRIDGE_WEIGHT, type FleetView } from './fleet-view.js';
import { Copies } from './copies.js';
import { isThere } from './presence.js';
import { affinity } from './rendezvous.js';

/** What nobody holds is left to whoever has said something within so long, in ms. */
const ALIVE_MS = 4500;

/** What plans are made of. */
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
      // An epoch is not less than when it began.
      heldSince: epoch,
      movedAt: goesTo === undefined ? movedAt : now,
      barred: barred.size + apart.length === 0 ? undefined : new Set([...barred.keys(), ...apart]),
    };
  });
  return { now, members: members.filter((one) => isThere(one, now)), bridges: placed, arriving };
}

/** What is not known yet is as all others: it must not move for that, to stay for ten minutes. */
function meanWeight(bridges: FleetRows['bridges']): number {
  const told = bridges.flatMap(({ weight }) => (weight === undefined ? [] : [weight]));
  if (told.length === 0) return BRIDGE_WEIGHT;
  return told.reduce((sum, weight) => sum + weight, 0) / told.length;
}

/** Who joins is waited for, in ms, since more may join: a bridge that moved stays for long. */
const SETTLE_MS = 5000;
/** For so long at most, where they come one after another. */
const SETTLE_MS_MAX = 15_000;

/** Whether collectors are just joining: bridges had better move once for all of them. */
export function isSettling({ now, members }: FleetRows): boolean {
  const ages = members.filter((one) => isThere(one, now)).map(({ since }) => now - since);
  const recent = ages.filter((age) => age < SETTLE_MS_MAX);
  const isNew = recent.some((age) => age < SETTLE_MS);
  return isNew && recent.every((age) => age < SETTLE_MS_MAX - SETTLE_MS);
}

/** Whether `id` is the one of all collectors to which a bridge that nobody holds belongs most. */
export function isFirstFor(bridge: string, id: string, { now, members }: FleetRows): boolean {
  const own = affinity(bridge, id);
  return members.every((other) => {
    if (other.id === id || other.isLeaving || now - other.saidAt > ALIVE_MS) return true;
    const its = affinity(bridge, other.id);
    return own > its || (own === its && id < other.id);
  });
}
