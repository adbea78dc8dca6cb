import type { PlacementRow } from '#event-buffer';
import { fleetView, heirsOf, isFirstFor, isSettling } from './fleet-rows.js';

const NOW = 1_800_000_000_000;

function row(bridge: string, more: Partial<PlacementRow> = {}): PlacementRow {
  const rest = { epoch: NOW - 1000, weight: undefined, movedAt: 0, goesTo: undefined };
  return { bridge, holder: 'a', barred: new Map(), ...rest, ...more };
}

function member(id: string, silentMs = 0, isLeaving = false) {
  return { id, saidAt: NOW - silentMs, since: NOW - 60_000, isLeaving, host: 'machine' };
}

function weightsOf(bridges: PlacementRow[]): number[] {
  return fleetView({ now: NOW, members: [], bridges }).bridges.map(({ weight }) => weight);
}

describe('the rows that a plan of shares starts from', () => {
  it('count a bridge that is being moved at its destination, not movable', () => {
    const { bridges, arriving } = fleetView({
      now: NOW,
      members: [member('a'), member('b')],
      bridges: [row('one', { goesTo: 'b' }), row('two')],
    });
    expect(bridges.map(({ holder, movedAt }) => ({ holder, movedAt }))).toEqual([
      { holder: 'b', movedAt: NOW },
      { holder: 'a', movedAt: 0 },
    ]);
    expect(arriving).toEqual(new Map([['b', 1]]));
  });

  it('give a bridge without a weight the mean of the others', () => {
    expect(weightsOf([row('one'), row('two')])).toEqual([5, 5]);
    expect(weightsOf([row('one', { weight: 20 }), row('two', { weight: 10 }), row('x')])).toEqual([
      20, 10, 15,
    ]);
  });

  it('name the collectors that bridges are moving to, if these are there and stay', () => {
    const members = [member('a'), member('b'), member('gone', 6000), member('leaves', 0, true)];
    const bridges = ['b', 'gone', 'leaves', undefined].map((goesTo, i) => row(`${i}`, { goesTo }));
    expect(heirsOf({ now: NOW, members, bridges })).toEqual(new Map([['0', 'b']]));
  });

  it('name that collector for one more look after the lease has ended, if nobody holds the bridge', () => {
    const members = [member('a'), member('b')];
    const before = { bridges: ['0', '1'].map((name) => row(name, { goesTo: 'b' })) };
    const rows = { now: NOW, members, bridges: [row('1', { holder: 'a' })] };
    expect(heirsOf(rows, before)).toEqual(new Map([['0', 'b']]));
    expect(heirsOf(rows, rows)).toEqual(new Map());
  });

  it('leave out collectors that were silent', () => {
    const members = [member('a'), member('b', 6000)];
    expect(fleetView({ now: NOW, members, bridges: [] }).members.map(({ id }) => id)).toEqual([
      'a',
    ]);
  });
});

function settling(...agesMs: number[]): boolean {
  const members = agesMs.map((age, i) => ({ ...member(`${i}`), since: NOW - age }));
  return isSettling({ now: NOW, members });
}

describe('collectors that join', () => {
  it('are waited for until 15 s after the first one, and then again 15 s after a later one', () => {
    expect(settling(60_000, 60_000)).toBe(false);
    expect(settling(60_000, 1000)).toBe(true);
    expect(settling(60_000, 14_000, 1000)).toBe(true);
    expect(settling(60_000, 15_000)).toBe(false);
    expect(settling(60_000, 16_000, 1000)).toBe(false);
    expect(settling(60_000, 31_000, 1000)).toBe(true);
  });
});

function settlingBeside(other: ReturnType<typeof member>): boolean {
  return isSettling({ now: NOW, members: [member('a'), other] });
}

describe('a collector that stops', () => {
  it('makes the others wait, also for a while after it is gone, since one may start in its place', () => {
    expect(settlingBeside(member('b', 0, true))).toBe(true);
    // Who is gone is said to have been silent for ten seconds.
    expect(settlingBeside(member('b', 24_000, true))).toBe(true);
    expect(settlingBeside(member('b', 25_000, true))).toBe(false);
    expect(settlingBeside(member('b', 24_000))).toBe(false);
  });
});

describe('the collector that is first to take a free bridge', () => {
  it('is one of the living collectors, and differs between bridges', () => {
    const rows = { now: NOW, members: [member('a'), member('b'), member('c')], bridges: [] };
    const names = Array.from({ length: 60 }, (_, i) => `bridge-${i}`);
    const firsts = names.map((name) => ['a', 'b', 'c'].filter((id) => isFirstFor(name, id, rows)));
    expect(firsts.every((ids) => ids.length === 1)).toBe(true);
    expect(new Set(firsts.flat())).toEqual(new Set(['a', 'b', 'c']));
  });

  it('is the successor of one that leaves, where it has any', () => {
    const heir = { ...member('heir'), since: NOW - 5000 };
    const rows = { now: NOW, members: [member('a'), member('b', 0, true), heir], bridges: [] };
    for (let i = 0; i < 20; i++) {
      expect(isFirstFor(`bridge-${i}`, 'heir', rows)).toBe(true);
      expect(isFirstFor(`bridge-${i}`, 'a', rows)).toBe(false);
    }
  });

  it('is no collector that leaves or was silent too long', () => {
    const members = [member('a'), member('b', 5000), member('c', 0, true)];
    const rows = { now: NOW, members, bridges: [] };
    for (let i = 0; i < 20; i++) expect(isFirstFor(`bridge-${i}`, 'a', rows)).toBe(true);
  });
});
