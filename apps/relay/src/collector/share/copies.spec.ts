import { bridgeOfSecond, type FleetRows } from '#event-buffer';
import { Copies } from './copies.js';
import { fleetView } from './fleet-rows.js';
import { planMoves, planRescue } from './share-plan.js';

const NOW = 1_790_000_000_000;

/** Collectors as `id@host`, leases as `lease:holder`. */
function rowsOf(members: string, leases: string): FleetRows {
  return {
    now: NOW,
    members: members.split(' ').map((text) => {
      const [id, host] = text.split('@') as [string, string];
      return { id, host, saidAt: NOW, since: 0, isLeaving: false };
    }),
    bridges: leases.split(' ').map((text) => {
      const [bridge, holder] = text.split(':') as [string, string];
      return {
        bridge,
        holder,
        epoch: 1,
        weight: 5,
        movedAt: 0,
        goesTo: undefined,
        barred: new Map(),
      };
    }),
  };
}

const SECOND = 'x~second';

describe('the two copies of a bridge', () => {
  it.each([
    ['the second is left alone until somebody has the first', SECOND, 'y:a', 'b', 'never'],
    ['the second is never with the first', SECOND, 'x:a', 'a', 'never'],
    ['the second is for a collector of another host', SECOND, 'x:a', 'c', 'now'],
    [
      'the second is not for one of the same host where another is there',
      SECOND,
      'x:a',
      'b',
      'never',
    ],
    [
      'the first is not for who has the second, where another is there',
      'x',
      `${SECOND}:a`,
      'a',
      'never',
    ],
    ['the first is for any other host', 'x', `${SECOND}:a`, 'c', 'now'],
    ['the first may come to the host of the second, later', 'x', `${SECOND}:a`, 'b', 'later'],
    ['a bridge of one copy is for anybody', 'y', 'x:a', 'b', 'now'],
  ] as const)('%s', (_, lease, leases, id, expected) => {
    const host = id === 'c' ? 'two' : 'one';
    const copies = new Copies(rowsOf('a@one b@one c@two', leases));
    expect(copies.claim(lease, { id, host })).toBe(expected);
  });

  it('share the only host, in two processes, and separate once there is another', () => {
    const self = { id: 'b', host: 'one' };
    const alone = new Copies(rowsOf('a@one b@one', `x:a ${SECOND}:b`));
    expect(alone.claim(SECOND, self)).toBe('later');
    expect(alone.isMisplaced(SECOND, self)).toBe(false);
    expect(new Copies(rowsOf('a@one b@one c@two', `x:a`)).isMisplaced(SECOND, self)).toBe(true);
    expect(new Copies(rowsOf('a@one b@one', `x:b`)).isMisplaced(SECOND, self)).toBe(true);
  });

  it('never move by choice to one collector at the same time', () => {
    const names = Array.from({ length: 12 }, (_, i) => `shop-${i}`);
    const leases = names.flatMap((name) => [`${name}:a`, `${name}~second:b`]).join(' ');
    const moves = planMoves(fleetView(rowsOf('a@one b@two c@three', leases)));
    const moved = moves.map(({ bridge }) => bridgeOfSecond(bridge) ?? bridge);
    expect(moves.length).toBeGreaterThan(4);
    expect(new Set(moved).size).toBe(moves.length);
    // Nor while one is on its way.
    const rows = rowsOf('a@one b@two c@three', `x:a ${SECOND}:b`);
    const bridges = rows.bridges.map((one) => (one.bridge === 'x' ? { ...one, goesTo: 'c' } : one));
    const [, second] = fleetView({ ...rows, bridges }).bridges;
    expect([...second!.barred!]).toEqual(['a', 'c']);
  });

  it('never move by choice to the host of the other copy', () => {
    const view = fleetView(rowsOf('a@one b@one c@two d@three', `x:a ${SECOND}:c y:b`));
    const barred = view.bridges.map((one) => [...(one.barred ?? [])]);
    expect(barred).toEqual([['c'], ['a', 'b'], []]);
  });

  it('come together where the first cannot be connected, and no other collector is left to be asked', () => {
    const leases = `x:a ${SECOND}:b y:b y~second:a`;
    const stuck = new Set(['x', 'y~second']);
    const goesTo = (members: string, asked: readonly string[] = []) => {
      const rows = rowsOf(members, leases);
      const barred = new Map(asked.map((id) => [id, NOW + 60_000]));
      const bridges = rows.bridges.map((one) => ({ ...one, barred }));
      return planRescue(fleetView({ ...rows, bridges }), 'a', stuck);
    };
    const move = { bridge: 'x', from: 'a' };
    expect(goesTo('a@one b@two')).toEqual([{ ...move, to: 'b' }]);
    expect(goesTo('a@one b@one')).toEqual([{ ...move, to: 'b' }]);
    expect(goesTo('a@one b@two', ['b'])).toEqual([]);
    expect(goesTo('a@one b@two c@three')).toContainEqual({ ...move, to: 'c' });
    expect(goesTo('a@one b@two c@three', ['c'])).toEqual([{ ...move, to: 'b' }]);
  });
});
