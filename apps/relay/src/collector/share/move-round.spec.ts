import type { FleetView, PlacedBridge } from './fleet-view.js';
import { MoveRound } from './move-round.js';
import { planMoves } from './share-plan.js';

const NOW = 1_800_000_000_000;

function placed(holder: string, weights: readonly number[]): PlacedBridge[] {
  return weights.map((weight, i) => {
    return { name: `${holder}-${i}`, holder, weight, heldSince: 0, movedAt: 0 };
  });
}

/** Two collectors, and what the bridges of each are said to weigh. */
function view(a: readonly number[], b: readonly number[], arriving = 0): FleetView {
  return {
    now: NOW,
    members: ['a', 'b'].map((id) => ({ id, since: NOW - 3_600_000 })),
    bridges: [...placed('a', a), ...placed('b', b)],
    arriving: new Map(arriving === 0 ? [] : [['b', arriving]]),
  };
}

function mayMove(round: MoveRound, seen: FleetView, atS: number): boolean {
  return round.mayMove(seen, planMoves(seen), atS * 1000);
}

describe('moves by choice', () => {
  it('do not begin for what only looks unequal until all is measured anew', () => {
    const round = new MoveRound();
    // All chats become lively; what the second has been given lately weighs what its giver said, until then.
    expect(planMoves(view([21, 21], [5]))).toHaveLength(1);
    expect(mayMove(round, view([21, 21], [5]), 0)).toBe(false);
    expect(mayMove(round, view([33, 33], [5]), 20)).toBe(false);
    expect(mayMove(round, view([45, 45], [45]), 40)).toBe(false);
    expect(mayMove(round, view([45, 45], [5]), 70)).toBe(false);
  });

  it('begin once the difference has lasted, and go on until nothing is planned or on its way', () => {
    const round = new MoveRound();
    const unequal = view([5, 5, 5, 5, 5], [5]);
    for (let atS = 0; atS < 60; atS += 2) expect(mayMove(round, unequal, atS)).toBe(false);
    expect(mayMove(round, unequal, 60)).toBe(true);
    const equal = view([5, 5, 5], [5, 5, 5], 1);
    mayMove(round, equal, 62);
    expect(mayMove(round, unequal, 64)).toBe(true);
    mayMove(round, { ...equal, arriving: new Map() }, 66);
    expect(mayMove(round, unequal, 68)).toBe(false);
  });

  it('begin at once for a collector that holds nothing', () => {
    const round = new MoveRound();
    expect(mayMove(round, view([5, 5, 5, 5], []), 0)).toBe(true);
    expect(mayMove(round, view([5, 5, 5], [5], 1), 2)).toBe(true);
  });

  it('do not begin for a collector that holds nothing and can take nothing', () => {
    const seen = view([45, 45], [5]);
    const barred = new Set(['c']);
    const bridges = seen.bridges.map((one) => ({ ...one, barred }));
    const withIdle = { ...seen, members: [...seen.members, { id: 'c', since: 0 }], bridges };
    expect(planMoves(withIdle)).toMatchObject([{ from: 'a', to: 'b' }]);
    expect(mayMove(new MoveRound(), withIdle, 0)).toBe(false);
  });

  it('do not begin for a collector that holds nothing since it stops', () => {
    const round = new MoveRound();
    const { members, ...seen } = view([5, 5, 5, 5, 5], [5]);
    const stops = { id: 'c', since: 0, isLeaving: true };
    expect(mayMove(round, { ...seen, members: [...members, stops] }, 0)).toBe(false);
  });
});
