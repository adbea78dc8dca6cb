import { bridgeOfSecond, otherCopyOf } from '#event-buffer';
import { BRIDGE_WEIGHT, type FleetView, type Move, type PlacedBridge } from './fleet-view.js';
import { replaceable, successorsOf } from './last-to-come.js';
import { affinity } from './rendezvous.js';

export interface ShareLimits {
  /** A share is fair if it differs from the mean by at most this part of it. */
  readonly tolerance: number;
  /** How long a bridge that moved by choice stays where it is, in ms. */
  readonly staysMs: number;
  /** How many bridges a collector is given at a time. */
  readonly batch: number;
}

export const SHARE_LIMITS: ShareLimits = { tolerance: 0.1, staysMs: 10 * 60_000, batch: 40 };

/**
 * The heaviest bridge that may move, as a part of the difference of the two: that falls by half of the moved weight
 * then, and by more for any lighter one. For less a move is not worth a reconnect.
 */
export const WORTH_MOVING = 0.8;

/** A collector in a plan: what it holds, and what it would hold. */
interface Holding {
  readonly id: string;
  /** Whether one that joined lately may replace it. */
  readonly isReplaceable: boolean;
  load: number;
  taken: number;
  /** The bridges that it may give, in no order. */
  movable: PlacedBridge[];
  /** The affinities that were computed so far. */
  readonly affinities: Map<string, number>;
}

/**
 * The next moves towards a fair share of the weight for each collector: within a tenth of the mean,
 * or about one bridge. The same view gives the same plan in every process, and each collector carries out
 * what it is to give.
 *
 * Only held bridges are planned. A free one is taken by the first that finds it, whatever its
 * share.
 */
export function planMoves(view: FleetView, limits: ShareLimits = SHARE_LIMITS): Move[] {
  const { holdings, mean } = holdingsOf(view, limits.staysMs);
  const hasCopies = view.bridges.some(({ name }) => bridgeOfSecond(name) !== undefined);
  const moves: Move[] = [];
  for (;;) {
    const move = nextMove(holdings, mean, view, limits);
    if (move === undefined) return moves;
    const { bridge, from, to } = move;
    from.movable = from.movable.filter((one) => one !== bridge);
    if (hasCopies) keepBack(otherCopyOf(bridge.name), holdings);
    from.load -= bridge.weight;
    to.load += bridge.weight;
    to.taken++;
    moves.push({ bridge: bridge.name, from: from.id, to: to.id });
  }
}

/** Both copies of a bridge must not come to one collector: the other one may move with the next plan. */
function keepBack(copy: string, holdings: readonly Holding[]): void {
  for (const one of holdings) one.movable = one.movable.filter(({ name }) => name !== copy);
}

/**
 * Where the bridges of a stopping collector go: to the lightest ones of its successors where it has
 * any, so that each moves once in a rolling deploy. A bridge that no collector may take is left out.
 */
export function planLeave(view: FleetView, leaver: string, staysMs = SHARE_LIMITS.staysMs): Move[] {
  const { holdings } = holdingsOf(view, staysMs);
  const successors = successorsOf(leaver, view, staysMs);
  const others = holdings.filter(({ id }) => id !== leaver);
  const newer = others.filter(({ id }) => successors.has(id));
  const leaving = view.bridges
    .filter(({ holder }) => holder === leaver)
    .sort((one, other) => other.weight - one.weight || (one.name < other.name ? -1 : 1));
  const moves: Move[] = [];
  for (const bridge of leaving) {
    const successor = lightest(newer, bridge);
    // With another one it would move again.
    if (successor === undefined && newer.some(({ id }) => bridge.barredBriefly?.has(id))) continue;
    const to = successor ?? lightest(others, bridge);
    if (to === undefined) continue;
    to.load += bridge.weight;
    moves.push({ bridge: bridge.name, from: leaver, to: to.id });
  }
  return moves;
}

/**
 * The moves that may begin now: as many as each host connects at a time, since platforms count by its
 * address. An offer beyond that would run out before its turn to connect comes.
 */
export function inWave(
  moves: readonly Move[],
  { members, arriving = new Map() }: FleetView,
  atATime = SHARE_LIMITS.batch,
): Move[] {
  const hostOf = new Map(members.map(({ id, host = id }) => [id, host]));
  const comes = new Map<string, number>();
  const isRoomAt = (id: string, count: number): boolean => {
    const host = hostOf.get(id) ?? id;
    const all = comes.get(host) ?? 0;
    comes.set(host, all + count);
    return all < atATime;
  };
  for (const [id, count] of arriving) isRoomAt(id, count);
  return moves.filter(({ to }) => isRoomAt(to, 1));
}

/**
 * Where bridges go whose holder cannot reach their sources: to the lightest collector that has not
 * been asked yet, whatever the shares. A bridge for which none is left stays; but the first of two copies
 * goes to where the second is: that is connected, and is given up for it, and the first alone tells what has no id.
 */
export function planRescue(view: FleetView, holder: string, stuck: ReadonlySet<string>): Move[] {
  const bridges = view.bridges.filter((one) => one.holder !== holder || stuck.has(one.name));
  const moves = planLeave({ ...view, bridges }, holder, 0);
  const gone = new Set(moves.map(({ bridge }) => bridge));
  const left = bridges.flatMap((one) => {
    if (one.holder !== holder) return [one];
    const { name, apart } = one;
    if (apart === undefined || gone.has(name) || bridgeOfSecond(name) !== undefined) return [];
    return [{ ...one, barred: new Set([...one.barred!].filter((id) => !apart.has(id))) }];
  });
  return [...moves, ...planLeave({ ...view, bridges: left }, holder, 0)];
}

function holdingsOf(view: FleetView, staysMs: number): { holdings: Holding[]; mean: number } {
  const byId = new Map<string, Holding>();
  const old = replaceable(view, staysMs);
  for (const member of view.members) {
    if (member.isLeaving === true) continue;
    const { id } = member;
    const taken = view.arriving?.get(id) ?? 0;
    const isReplaceable = old.has(id);
    byId.set(id, { id, isReplaceable, load: 0, taken, movable: [], affinities: new Map() });
  }
  let total = 0;
  for (const bridge of view.bridges) {
    const holding = byId.get(bridge.holder);
    if (holding === undefined) continue;
    total += bridge.weight;
    holding.load += bridge.weight;
    if (view.now - bridge.movedAt >= staysMs) holding.movable.push(bridge);
  }
  const holdings = [...byId.values()];
  return { holdings, mean: holdings.length === 0 ? 0 : total / holdings.length };
}

interface Step {
  readonly bridge: PlacedBridge;
  readonly from: Holding;
  readonly to: Holding;
}

/** The heaviest gives to the lightest or, where it cannot, to the next one. */
function nextMove(
  holdings: readonly Holding[],
  mean: number,
  { now }: FleetView,
  { tolerance, batch, staysMs }: ShareLimits,
): Step | undefined {
  const byLoad = [...holdings].sort(
    (one, other) => other.load - one.load || (one.id < other.id ? -1 : 1),
  );
  const isFull = ({ taken }: Holding): boolean => taken >= batch;
  // Who has too little, and takes no more for the moment, is waited for: no other one has its part.
  const waits = byLoad.some((one) => one.load < mean && isFull(one));
  const takers = byLoad.filter((one) => !isFull(one) && !(waits && one.load >= mean)).toReversed();
  for (const from of byLoad) {
    if (from.movable.length === 0) continue;
    for (const to of takers) {
      const gap = from.load - to.load;
      const isUnfair = from.load > mean * (1 + tolerance) || to.load < mean * (1 - tolerance);
      if (gap <= 0 || !isUnfair) break;
      // In a rolling deploy it would move again.
      if (from.isReplaceable && to.isReplaceable) continue;
      const bridge = choose(from, to, mean, now - staysMs);
      if (bridge !== undefined) return { bridge, from, to };
    }
  }
  return undefined;
}

/**
 * Chooses the heaviest bridge that does not overshoot; of equal ones one that has not changed hands
 * lately, then the one that belongs to the taker most.
 */
function choose(
  from: Holding,
  to: Holding,
  mean: number,
  lately: number,
): PlacedBridge | undefined {
  const gap = from.load - to.load;
  const over = from.load - mean;
  const under = mean - to.load;
  const wanted = over > 0 && under > 0 ? Math.min(over, under) : gap / 2;
  let best: PlacedBridge | undefined;
  let bestMisfit = Infinity;
  for (const bridge of from.movable) {
    if (bridge.weight > gap * WORTH_MOVING || bridge.barred?.has(to.id) === true) continue;
    const misfit = misfitOf(bridge, wanted, lately);
    if (misfit > bestMisfit) continue;
    if (best !== undefined && misfit === bestMisfit && !isCloser(bridge, best, to)) continue;
    best = bridge;
    bestMisfit = misfit;
  }
  return best;
}

/** Overshooting is worse than any shortfall, and either is worse than a recent change of hands. */
function misfitOf({ weight, heldSince }: PlacedBridge, wanted: number, lately: number): number {
  const off = (weight - wanted) / BRIDGE_WEIGHT;
  const rounded = off > 0 ? Math.ceil(off) * 1e6 : Math.floor(-off);
  return 2 * rounded + (heldSince > lately ? 1 : 0);
}

function isCloser(one: PlacedBridge, other: PlacedBridge, to: Holding): boolean {
  const [own, its] = [affinityTo(to, one), affinityTo(to, other)];
  return own > its || (own === its && one.name < other.name);
}

function affinityTo({ id, affinities }: Holding, { name }: PlacedBridge): number {
  const known = affinities.get(name) ?? affinity(name, id);
  affinities.set(name, known);
  return known;
}

function lightest(holdings: readonly Holding[], bridge: PlacedBridge): Holding | undefined {
  let best: Holding | undefined;
  for (const one of holdings) {
    if (bridge.barred?.has(one.id) === true) continue;
    const lighter = best === undefined || one.load < best.load;
    const closer = one.load === best?.load && affinityTo(one, bridge) > affinityTo(best, bridge);
    if (lighter || closer) best = one;
  }
  return best;
}
