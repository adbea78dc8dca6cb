import { FleetTable, LeaseKeeper, type Claim, type LeaseListener } from '#event-buffer';
import { leasesOf } from '../../support/bridge-notes.js';
import { eventually } from '../../support/eventually.js';
import { BufferRig } from '../support/buffer-rig.js';

const NOTE = { isLeaving: false, host: 'machine' };
const TERMS = { standsMs: 60_000, silentMs: 60_000, staysMs: 0, viewAgeMs: 60_000 };
const LIVES_MS = 600_000;

async function viewedAt(table: FleetTable): Promise<number> {
  return (await table.view(NOTE)).now;
}

describe('the fleet table', () => {
  let rig: BufferRig;
  const keepers: LeaseKeeper[] = [];

  beforeEach(async () => {
    rig = await BufferRig.open();
  });
  afterEach(async () => {
    await Promise.all(keepers.splice(0).map(async (keeper) => keeper.stop()));
    rig.close();
  });

  /** A collector that is there, and holds these. */
  async function member(id: string, bridges: readonly string[] = [], listener = {}) {
    const table = new FleetTable(rig.redis, rig.keys, id);
    await table.view(NOTE);
    const heard: LeaseListener = {
      held: () => {},
      lost: () => {},
      renewalFailed: () => {},
      ...listener,
    };
    const times = { livesMs: LIVES_MS, renewEveryMs: LIVES_MS };
    const keeper = new LeaseKeeper(rig.redis, rig.keys, id, heard, times);
    keepers.push(keeper);
    await keeper.start(bridges);
    return { table, keeper };
  }

  it('tells every collector who is there, what each holds, and what it weighs', async () => {
    const [a, b] = [await member('a', ['one', 'two']), await member('b', ['three'])];
    await a.table.view(NOTE, new Map([['two', 12.5]]));
    const { members, bridges } = await b.table.view({ isLeaving: true, host: 'other' });
    expect(members.map(({ id, isLeaving, host }) => ({ id, isLeaving, host }))).toEqual([
      { id: 'a', isLeaving: false, host: 'machine' },
      { id: 'b', isLeaving: true, host: 'other' },
    ]);
    const told = bridges.map(({ bridge, holder, weight }) => ({ bridge, holder, weight }));
    expect(told.sort((x, y) => (x.bridge < y.bridge ? -1 : 1))).toEqual([
      { bridge: 'one', holder: 'a', weight: undefined },
      { bridge: 'three', holder: 'b', weight: undefined },
      { bridge: 'two', holder: 'a', weight: 12.5 },
    ]);
  });

  it('has a bridge offered, made ready for and given, and its lease is the new holder’s at once', async () => {
    const [a, b] = [await member('a', ['one']), await member('b')];
    const before = a.keeper.epochOf('one');
    const terms = { ...TERMS, viewedAt: await viewedAt(a.table) };
    expect(await a.table.offer(new Map([['one', 'b']]), terms)).toEqual(['one']);
    // Nobody is ready yet.
    expect(await a.table.give('one', LIVES_MS)).toBe(0);
    expect(await b.table.offers()).toMatchObject([{ bridge: 'one', state: 'offered', from: 'a' }]);
    expect((await b.table.view(NOTE)).bridges[0]).toMatchObject({ holder: 'a', goesTo: 'b' });
    expect(await b.table.ready('one', 60_000)).toBe(true);
    expect(await a.table.offers()).toMatchObject([{ bridge: 'one', state: 'ready', to: 'b' }]);
    const epoch = await a.table.give('one', LIVES_MS);
    expect(epoch).toBeGreaterThan(before);
    // Asked again, since the answer might have been lost.
    expect(await a.table.give('one', LIVES_MS)).toBe(epoch);
    expect(await leasesOf(rig.ledger)).toMatchObject(new Map([['one', { holder: 'b', epoch }]]));
    // Told again, since that answer might have been lost, too.
    for (let reads = 0; reads < 2; reads++) {
      expect(await b.table.offers()).toMatchObject([{ bridge: 'one', state: 'given', epoch }]);
    }
    expect(await a.table.taken('one')).toBe(false);
    expect(await b.table.taken('one')).toBe(true);
    expect(await b.table.offers()).toEqual([]);
    expect(await a.table.give('one', LIVES_MS)).toBe(epoch);
    const [placed] = (await a.table.view(NOTE)).bridges;
    expect(placed).toMatchObject({ holder: 'b', epoch, goesTo: undefined });
    expect(placed!.movedAt).toBeGreaterThan(0);
  });

  it('tells nobody of a bridge that was given once its lease is another', async () => {
    const [a, b] = [await member('a', ['one']), await member('b', ['two'])];
    const terms = { ...TERMS, viewedAt: await viewedAt(a.table) };
    await a.table.offer(new Map([['one', 'b']]), terms);
    await b.table.ready('one', 60_000);
    const epoch = await a.table.give('one', LIVES_MS);
    expect(await b.table.offers()).toMatchObject([{ state: 'given', epoch }]);
    // As if it had given the lease up before it said that it knew.
    await rig.redis.hset(rig.keys.leases, 'one', `${epoch}:0:`);
    expect(await b.table.offers()).toEqual([]);
    expect(await a.table.give('one', LIVES_MS)).toBe(0);
  });

  it('tells of a bridge that was given though its taker has renewed the lease without knowing so', async () => {
    const [a, b] = [await member('a', ['one']), await member('b')];
    const terms = { ...TERMS, viewedAt: await viewedAt(a.table) };
    await a.table.offer(new Map([['one', 'b']]), terms);
    await b.table.ready('one', 60_000);
    const epoch = await a.table.give('one', LIVES_MS);
    b.keeper.want('one');
    const renewed = await eventually(
      () => (b.keeper.epochOf('one') > epoch ? b.keeper.epochOf('one') : undefined),
      'the lease is renewed',
    );
    expect(await b.table.offers()).toMatchObject([{ state: 'given', epoch: renewed }]);
    expect(await b.table.taken('one')).toBe(true);
    expect(await b.table.offers()).toEqual([]);
  });

  it('gives nothing to a collector that stops', async () => {
    const [a, b] = [await member('a', ['one']), await member('b')];
    const terms = { ...TERMS, viewedAt: await viewedAt(a.table) };
    await a.table.offer(new Map([['one', 'b']]), terms);
    await b.table.ready('one', 60_000);
    await b.table.view({ ...NOTE, isLeaving: true });
    expect(await a.table.give('one', LIVES_MS)).toBe(0);
    expect((await leasesOf(rig.ledger)).get('one')).toMatchObject({ holder: 'a' });
  });

  it('offers no bridge that was given to the one who offers before that one knows so', async () => {
    const [a, b] = [await member('a', ['one']), await member('b')];
    const terms = { ...TERMS, viewedAt: await viewedAt(a.table) };
    await a.table.offer(new Map([['one', 'b']]), terms);
    await b.table.ready('one', 60_000);
    await a.table.give('one', LIVES_MS);
    // It stops, and its view says that it holds the bridge.
    expect(await b.table.offer(new Map([['one', 'a']]), terms)).toEqual([]);
    expect(await b.table.offers()).toMatchObject([{ bridge: 'one', state: 'given', to: 'b' }]);
    expect(await b.table.taken('one')).toBe(true);
    expect(await b.table.offer(new Map([['one', 'a']]), terms)).toEqual(['one']);
  });

  it('forgets an offer whose giver died once another has taken the bridge', async () => {
    const [a, b] = [await member('a', ['one']), await member('b')];
    const terms = { ...TERMS, viewedAt: await viewedAt(a.table) };
    await a.table.offer(new Map([['one', 'b']]), terms);
    await b.table.ready('one', 60_000);
    await a.keeper.stop();
    expect(await b.table.offers()).toHaveLength(1);
    await member('c', ['one']);
    expect(await b.table.offers()).toEqual([]);
  });

  it('offers nothing that another holds, that has just moved, or on a view that is outdated', async () => {
    const [a, b] = [await member('a', ['one', 'two']), await member('b')];
    const at = await viewedAt(a.table);
    const offer = async (from: FleetTable, to: string, terms: object = {}) =>
      from.offer(new Map([['one', to]]), { ...TERMS, viewedAt: at, ...terms });
    expect(await offer(b.table, 'a')).toEqual([]);
    expect(await offer(a.table, 'nobody')).toEqual([]);
    expect(await offer(a.table, 'b', { viewedAt: at - 60_001 })).toEqual([]);
    await b.table.view({ ...NOTE, isLeaving: true });
    expect(await offer(a.table, 'b')).toEqual([]);
    await b.table.view(NOTE);
    expect(await offer(a.table, 'b')).toEqual(['one']);
    // It is on its way.
    expect(await offer(a.table, 'b')).toEqual([]);
    await b.table.ready('one', 60_000);
    await a.table.give('one', LIVES_MS);
    b.keeper.want('one');
    await b.table.taken('one');
    expect(await offer(b.table, 'a', { staysMs: 600_000 })).toEqual([]);
    expect(await offer(b.table, 'a')).toEqual(['one']);
  });

  it('remembers who refused a bridge, and forgets a withdrawn offer', async () => {
    const [a, b] = [await member('a', ['one']), await member('b')];
    const terms = { ...TERMS, viewedAt: await viewedAt(a.table) };
    await a.table.offer(new Map([['one', 'b']]), terms);
    expect(await a.table.ready('one', 60_000)).toBe(false);
    expect(await b.table.refuse('one', 60_000)).toBe(true);
    expect(await a.table.offers()).toEqual([]);
    const [placed] = (await a.table.view(NOTE)).bridges;
    expect([...placed!.barred.keys()]).toEqual(['b']);
    await a.table.offer(new Map([['one', 'b']]), terms);
    expect(await b.table.withdraw('one')).toBe(false);
    expect(await a.table.withdraw('one')).toBe(true);
    expect(await b.table.offers()).toEqual([]);
    await a.table.forget('one');
    expect((await a.table.view(NOTE)).bridges[0]!.barred.size).toBe(0);
  });

  it('ignores readiness for an offer that has expired', async () => {
    const [, b] = [await member('a', ['one']), await member('b')];
    const { now } = await b.table.view(NOTE);
    await rig.redis.hset(rig.keys.fleet.offers, 'one', `o:${now - 1}:0:a:b`);
    expect(await b.table.ready('one', 60_000)).toBe(false);
    await rig.redis.hset(rig.keys.fleet.offers, 'one', `o:${now + 9000}:0:a:b`);
    expect(await b.table.ready('one', 60_000)).toBe(true);
  });

  it('ignores times that were written by a clock ahead', async () => {
    const [a, b] = [await member('a', ['one']), await member('b')];
    const { now } = await a.table.view(NOTE);
    const ahead = now + 3_600_000;
    const { members, offers, placements, barred } = rig.keys.fleet;
    await rig.redis.hset(members, 'b', `${ahead}:${ahead}:0:machine`);
    await rig.redis.hset(offers, 'one', `o:${ahead}:0:a:gone`);
    await rig.redis.hset(placements, 'one', `5:${ahead}`);
    await rig.redis.hset(barred, 'one', `b=${ahead}`);
    const { members: all, bridges } = await b.table.view(NOTE);
    expect(all.find(({ id }) => id === 'b')!.since).toBeLessThan(ahead);
    expect(bridges).toMatchObject([{ movedAt: 0, goesTo: undefined, weight: 5 }]);
    expect(bridges[0]!.barred.size).toBe(0);
    expect(await b.table.offers()).toEqual([]);
    const terms = { ...TERMS, staysMs: 600_000, viewedAt: now };
    expect(await a.table.offer(new Map([['one', 'b']]), terms)).toEqual(['one']);
  });

  it('offers a bridge that its holder cannot reach as free, and bars that holder for a while', async () => {
    const [a, b] = [await member('a', ['one']), await member('b')];
    const terms = { ...TERMS, viewedAt: await viewedAt(a.table), stuckMs: 60_000 };
    expect(await a.table.offer(new Map([['one', 'b']]), terms)).toEqual(['one']);
    expect(await b.table.offers()).toMatchObject([{ bridge: 'one', state: 'free', to: 'b' }]);
    const [placed] = (await b.table.view(NOTE)).bridges;
    expect(placed).toMatchObject({ holder: 'a', goesTo: 'b' });
    expect([...placed!.barred.keys()]).toEqual(['a']);
    await b.table.ready('one', 60_000);
    expect(await a.table.give('one', LIVES_MS)).toBeGreaterThan(0);
  });

  it('has all its keys in one slot of a cluster', () => {
    const { leases, fleet } = rig.keys;
    for (const key of Object.values(fleet)) {
      expect(/\{(.*)\}/u.exec(key)?.[1]).toBe(leases);
      expect(key.startsWith(rig.prefix)).toBe(true);
    }
  });
});

describe('a bridge that nobody holds', () => {
  it('is left to its first collector, and taken by another after a moment', async () => {
    const rig = await BufferRig.open();
    const times = { livesMs: 600_000, renewEveryMs: 600_000 };
    const log: string[] = [];
    const keeperOf = (id: string, claim: (bridge: string) => Claim) =>
      new LeaseKeeper(
        rig.redis,
        rig.keys,
        id,
        {
          held: (bridge) => log.push(`${id} holds ${bridge}`),
          lost: () => {},
          renewalFailed: (error) => log.push(error.message),
          claim,
        },
        times,
      );
    const never = keeperOf('never', () => 'never');
    let isHeld!: () => void;
    const held = new Promise<void>((resolve) => {
      isHeld = resolve;
    });
    const later = keeperOf('later', (bridge) => (bridge === 'mine' ? 'now' : 'later'));
    try {
      await never.start(['mine', 'other']);
      await later.start(['mine', 'other']);
      expect(log).toEqual(['later holds mine']);
      const watch = setInterval(() => log.length === 2 && isHeld(), 10);
      await held;
      clearInterval(watch);
      expect(log).toEqual(['later holds mine', 'later holds other']);
    } finally {
      await Promise.all([never.stop(), later.stop()]);
      rig.close();
    }
  });
});
