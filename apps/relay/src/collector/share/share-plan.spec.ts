import * as fc from 'fast-check';
import type { FleetView, Move, PlacedBridge } from './fleet-view.js';
import {
  inWave,
  planLeave,
  planMoves,
  planRescue,
  SHARE_LIMITS,
  WORTH_MOVING,
} from './share-plan.js';

const NOW = 1_800_000_000_000;
const MINUTE = 60_000;

type PlacedPart = Partial<PlacedBridge> & Pick<PlacedBridge, 'name' | 'holder'>;

function view(members: readonly string[], bridges: readonly PlacedPart[]): FleetView {
  return {
    now: NOW,
    members: members.map((id) => ({ id, since: NOW - 60 * MINUTE })),
    bridges: bridges.map((one) => ({ weight: 5, heldSince: 0, movedAt: 0, ...one })),
  };
}

function equalBridges(count: number, holder: string, name = 'bridge'): PlacedPart[] {
  return Array.from({ length: count }, (_, i) => ({ name: `${name}-${i}`, holder }));
}

/** The view once moves were made. */
function after(before: FleetView, moves: readonly Move[]): FleetView {
  const to = new Map(moves.map((move) => [move.bridge, move.to]));
  const bridges = before.bridges.map((bridge) => {
    const holder = to.get(bridge.name);
    return holder === undefined ? bridge : { ...bridge, holder, movedAt: NOW };
  });
  return { ...before, bridges };
}

function loadsOf({ members, bridges }: FleetView): number[] {
  return members.map(({ id }) =>
    bridges.reduce((sum, { holder, weight }) => sum + (holder === id ? weight : 0), 0),
  );
}

/** Makes moves in batches until there are none. */
function settled(start: FleetView): { view: FleetView; batches: Move[][] } {
  let now = start;
  const batches: Move[][] = [];
  for (;;) {
    const moves = planMoves(now);
    if (moves.length === 0) return { view: now, batches };
    batches.push(moves);
    now = after(now, moves);
  }
}

const MEMBERS = fc.uniqueArray(fc.string({ minLength: 1, maxLength: 8 }), {
  minLength: 1,
  maxLength: 8,
});
/** Any collectors, and any bridges that any of them hold. */
const VIEW = MEMBERS.chain((members) =>
  fc
    .array(
      fc.record({
        at: fc.nat(),
        weight: fc.oneof(fc.constant(5), fc.double({ min: 5, max: 400, noNaN: true })),
      }),
      { maxLength: 120 },
    )
    .map((bridges) =>
      view(
        members,
        bridges.map(({ at, weight }, i) => ({
          name: `bridge-${i}`,
          holder: members[at % members.length]!,
          weight,
        })),
      ),
    ),
);

describe('planMoves', () => {
  it('makes the shares of any collectors fair: within a tenth of the mean, or a bridge', () => {
    fc.assert(
      fc.property(VIEW, (start) => {
        const loads = loadsOf(settled(start).view);
        const mean = loads.reduce((sum, load) => sum + load, 0) / loads.length;
        const heaviest = Math.max(0, ...start.bridges.map(({ weight }) => weight));
        const slack = Math.max(mean * SHARE_LIMITS.tolerance, heaviest / WORTH_MOVING) + 1e-6;
        expect(Math.max(...loads)).toBeLessThanOrEqual(mean + slack);
        expect(Math.min(...loads)).toBeGreaterThanOrEqual(mean - slack);
      }),
    );
  });

  it('moves each bridge once at most, from who holds it to a collector that is there', () => {
    fc.assert(
      fc.property(VIEW, (start) => {
        const moves = settled(start).batches.flat();
        expect(new Set(moves.map(({ bridge }) => bridge)).size).toBe(moves.length);
        const holders = new Map(start.bridges.map(({ name, holder }) => [name, holder]));
        const there = new Set(start.members.map(({ id }) => id));
        for (const { bridge, from, to } of moves) {
          expect(from).toBe(holders.get(bridge));
          expect(there.has(to)).toBe(true);
          expect(to).not.toBe(from);
        }
      }),
    );
  });

  it('makes the same plan in any order of collectors and bridges', () => {
    fc.assert(
      fc.property(VIEW, (start) => {
        const other = {
          ...start,
          members: [...start.members].toReversed(),
          bridges: [...start.bridges].toReversed(),
        };
        expect(planMoves(other)).toEqual(planMoves(start));
      }),
    );
  });

  it('moves nothing where shares are fair, and nothing where one collector is alone', () => {
    const fair = [...equalBridges(10, 'a', 'a'), ...equalBridges(11, 'b', 'b')];
    expect(planMoves(view(['a', 'b'], fair))).toEqual([]);
    expect(planMoves(view(['a'], equalBridges(50, 'a')))).toEqual([]);
    expect(planMoves(view([], equalBridges(50, 'a')))).toEqual([]);
  });

  it('keeps a bridge in place for ten minutes after it moved by choice', () => {
    const movedAt = NOW - 9 * MINUTE;
    const stuck = equalBridges(10, 'a').map((one) => ({ ...one, movedAt }));
    expect(planMoves(view(['a', 'b'], stuck))).toEqual([]);
    const free = stuck.map((one) => ({ ...one, movedAt: NOW - 11 * MINUTE }));
    expect(planMoves(view(['a', 'b'], free))).toHaveLength(5);
  });

  it('gives a collector no more than a batch at a time', () => {
    const moves = planMoves(view(['a', 'b', 'c'], equalBridges(1000, 'a')));
    for (const taker of ['b', 'c']) {
      expect(moves.filter(({ to }) => to === taker)).toHaveLength(SHARE_LIMITS.batch);
    }
  });

  it('makes 1000 bridges fair for a collector that joins in ten batches, each bridge moved once', () => {
    const start = [...equalBridges(500, 'a', 'a'), ...equalBridges(500, 'b', 'b')];
    const { view: end, batches } = settled(view(['a', 'b', 'c'], start));
    expect(batches.length).toBeLessThanOrEqual(10);
    const [a, b, c] = loadsOf(end).map((load) => load / 5);
    for (const share of [a, b, c]) expect(share).toBeGreaterThanOrEqual(300);
    for (const share of [a, b, c]) expect(share).toBeLessThanOrEqual(367);
    // And no more than was to be moved.
    expect(batches.flat().length).toBeLessThanOrEqual(334);
  });

  it('gives no collector more than the mean while another has reached its batch', () => {
    const start = [...equalBridges(680, 'a', 'a'), ...equalBridges(320, 'b', 'b')];
    const { view: end } = settled(view(['a', 'b', 'c'], start));
    const [, b] = loadsOf(end).map((load) => load / 5);
    expect(b).toBeLessThanOrEqual(334);
  });

  it('moves nothing between two collectors that a recent one may both replace', () => {
    const start = view(
      ['a', 'b', 'new'],
      [...equalBridges(60, 'a', 'a'), ...equalBridges(10, 'b', 'b')],
    );
    expect(planMoves(start).some(({ to }) => to === 'b')).toBe(true);
    const members = start.members.map((one) =>
      one.id === 'new' ? { ...one, since: NOW - MINUTE } : one,
    );
    const moves = planMoves({ ...start, members });
    expect(new Set(moves.map(({ to }) => to))).toEqual(new Set(['new']));
  });

  it('balances by weight, and does not move a bridge that would only reverse the imbalance', () => {
    const hot = { name: 'hot', holder: 'a', weight: 1000 };
    const moves = planMoves(view(['a', 'b'], [hot, ...equalBridges(10, 'a')]));
    expect(moves).toHaveLength(10);
    expect(moves.map(({ bridge }) => bridge)).not.toContain('hot');
  });

  it('moves no bridge where that would hardly even the shares out', () => {
    const own = ['one', 'two'].map((name) => ({ name, holder: 'a', weight: 45 }));
    const beside = (weight: number): FleetView =>
      view(['a', 'b'], [...own, { name: 'three', holder: 'b', weight }]);
    // It would be 45 and 85 after it.
    expect(planMoves(beside(40))).toEqual([]);
    expect(planMoves(beside(5))).toHaveLength(1);
  });

  it('makes the difference of the two smaller by half of what moves, and by more', () => {
    fc.assert(
      fc.property(VIEW, (start) => {
        let now = start;
        for (const move of planMoves(start)) {
          const between = ({ members, bridges }: FleetView): number => {
            const [from = 0, to = 0] = loadsOf({
              ...now,
              members: members.filter(({ id }) => id === move.from || id === move.to),
              bridges,
            });
            return Math.abs(from - to);
          };
          const next = after(now, [move]);
          const { weight } = now.bridges.find(({ name }) => name === move.bridge)!;
          expect(between(now) - between(next)).toBeGreaterThanOrEqual(weight / 2 - 1e-6);
          now = next;
        }
      }),
    );
  });

  it('gives a bridge to the next collector where the lightest cannot hold it', () => {
    const barred = new Set(['b']);
    const bridges = equalBridges(9, 'a').map((one) => ({ ...one, barred }));
    const moves = planMoves(view(['a', 'b', 'c'], bridges));
    expect(new Set(moves.map(({ to }) => to))).toEqual(new Set(['c']));
    expect(moves).toHaveLength(4);
  });

  it('moves bridges first that were longest in place, then those that suit the taker best', () => {
    const lately = { heldSince: NOW - MINUTE };
    const bridges = equalBridges(10, 'a').map((one, i) => ({ ...one, ...(i < 5 ? lately : {}) }));
    const moved = planMoves(view(['a', 'b'], bridges)).map(({ bridge }) => bridge);
    expect([...moved].sort()).toEqual([5, 6, 7, 8, 9].map((i) => `bridge-${i}`));
    // A collector that holds equal ones always gives the same of them.
    const many = planMoves(view(['a', 'b'], equalBridges(40, 'a')));
    const same = planMoves(view(['x', 'b'], equalBridges(40, 'x')));
    expect(same.map(({ bridge }) => bridge)).toEqual(many.map(({ bridge }) => bridge));
  });

  it('gives nothing to a collector that stops', () => {
    const start = view(['a', 'b'], equalBridges(10, 'a'));
    const leaving = start.members.map((one) => ({ ...one, isLeaving: one.id === 'b' }));
    expect(planMoves({ ...start, members: leaving })).toEqual([]);
  });
});

describe('planLeave', () => {
  it('shares what a collector holds out among all others, by weight', () => {
    const bridges = [
      ...equalBridges(30, 'a', 'a'),
      ...equalBridges(10, 'b', 'b'),
      ...equalBridges(20, 'c', 'c'),
    ];
    const start = view(['a', 'b', 'c'], bridges);
    const moves = planLeave(start, 'a');
    expect(moves).toHaveLength(30);
    expect(loadsOf(after(start, moves))).toEqual([0, 150, 150]);
  });

  it('in a rolling deploy: gives to newer collectors, so that no bridge moves twice', () => {
    const start = view(
      ['a', 'b', 'new'],
      [...equalBridges(10, 'a', 'a'), ...equalBridges(10, 'b', 'b')],
    );
    const members = start.members.map((one) =>
      one.id === 'new' ? { ...one, since: NOW - MINUTE } : one,
    );
    const moves = planLeave({ ...start, members }, 'a');
    expect(new Set(moves.map(({ to }) => to))).toEqual(new Set(['new']));
  });

  it('in a rolling deploy of a young fleet: gives to the latest collectors that came in quick succession', () => {
    const ages = { a: 200, b: 185, c: 170, 'new-1': 30, 'new-2': 20 };
    const members = Object.entries(ages).map(([id, s]) => ({ id, since: NOW - s * 1000 }));
    const bridges = [
      ...equalBridges(48, 'b', 'b'),
      ...equalBridges(26, 'c', 'c'),
      ...equalBridges(26, 'new-1', 'n'),
    ];
    const start = { ...view([], bridges), members };
    const moves = planLeave(start, 'b');
    expect(moves).toHaveLength(48);
    expect(new Set(moves.map(({ to }) => to))).toEqual(new Set(['new-1', 'new-2']));
  });

  it('in a rolling deploy: gives nothing to recent collectors that came well before the last one', () => {
    const ages = { a: 500, b: 350, c: 170, new: 20 };
    const members = Object.entries(ages).map(([id, s]) => ({ id, since: NOW - s * 1000 }));
    const bridges = [
      ...equalBridges(451, 'a', 'a'),
      ...equalBridges(275, 'b', 'b'),
      ...equalBridges(274, 'c', 'c'),
    ];
    const moves = planLeave({ ...view([], bridges), members }, 'a');
    expect(moves).toHaveLength(451);
    expect(new Set(moves.map(({ to }) => to))).toEqual(new Set(['new']));
  });

  it('divides a fleet that was replaced at once after it had started by its longest gap', () => {
    const ages = { a: 40, b: 39, c: 38, 'new-1': 27, 'new-2': 26 };
    const members = Object.entries(ages).map(([id, s]) => ({ id, since: NOW - s * 1000 }));
    const moves = planLeave({ ...view([], equalBridges(20, 'a')), members }, 'a');
    expect(new Set(moves.map(({ to }) => to))).toEqual(new Set(['new-1', 'new-2']));
  });

  it('waits for a newer collector that could not take a bridge just now', () => {
    const members = [
      { id: 'a', since: 0 },
      { id: 'b', since: 0 },
      { id: 'new', since: NOW - MINUTE },
    ];
    const barred = new Set(['new']);
    const moves = (barredBriefly: ReadonlySet<string> | undefined): Move[] => {
      const bridges = [{ name: 'one', holder: 'a', barred, barredBriefly }];
      return planLeave({ ...view([], bridges), members }, 'a');
    };
    expect(moves(barred)).toEqual([]);
    expect(moves(undefined).map(({ to }) => to)).toEqual(['b']);
  });

  it('leaves out bridges that no other collector may take', () => {
    const barred = new Set(['b']);
    const bridges = [
      { name: 'one', holder: 'a', barred },
      { name: 'two', holder: 'a' },
    ];
    expect(planLeave(view(['a', 'b'], bridges), 'a').map(({ bridge }) => bridge)).toEqual(['two']);
    expect(planLeave(view(['a'], bridges), 'a')).toEqual([]);
  });
});

describe('a wave of moves', () => {
  it('is no larger than the connections that each host may make at a time, including those under way', () => {
    const members = ['a', 'b', 'c', 'd'].map((id) => ({
      id,
      since: 0,
      host: id === 'd' ? 'c' : id,
    }));
    const start = { ...view([], equalBridges(300, 'a')), members };
    const moves = planLeave(start, 'a');
    const wave = inWave(moves, { ...start, arriving: new Map([['d', 15]]) });
    const to = (...ids: string[]) => wave.filter((move) => ids.includes(move.to)).length;
    expect([to('b'), to('c', 'd')]).toEqual([SHARE_LIMITS.batch, SHARE_LIMITS.batch - 15]);
  });
});

describe('planRescue', () => {
  it('gives a bridge whose source is unreachable to the lightest collector not yet asked', () => {
    const bridges = [
      { name: 'stuck', holder: 'a', movedAt: NOW, barred: new Set(['b']) },
      { name: 'well', holder: 'a' },
      ...equalBridges(10, 'b', 'b'),
      ...equalBridges(20, 'c', 'c'),
    ];
    const members = ['a', 'b', 'c', 'd'];
    const stuck = new Set(['stuck']);
    expect(planRescue(view(members, bridges), 'a', stuck)).toEqual([
      { bridge: 'stuck', from: 'a', to: 'd' },
    ]);
    expect(planRescue(view(['a', 'b'], bridges), 'a', stuck)).toEqual([]);
  });
});
