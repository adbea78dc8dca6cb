import { FleetTable, LeaseKeeper, Names, secondOf } from '#event-buffer';
import { BufferRig, comments, TARGET } from '../support/buffer-rig.js';

describe('names of targets and bridges', () => {
  let rig: BufferRig;
  let names: Names;

  beforeEach(async () => {
    rig = await BufferRig.open();
    names = new Names(rig.redis, rig.keys, 0);
  });
  afterEach(() => rig.close());

  /** Every key of the rig in Redis, by what stands behind its prefix. */
  async function keysLeft(): Promise<string[]> {
    const prefix = rig.keys.targets.replace(/targets$/u, '');
    const all = await rig.redis.keys(`${prefix}*`);
    return all.map((key) => key.slice(prefix.length)).sort();
  }

  /** Bridges that nobody names any more, as after their time is over. */
  async function abandon(...bridges: string[]): Promise<void> {
    const all = bridges.map((bridge) => ({ target: TARGET, bridge }));
    await names.keep(all, -1);
    // Its time is seen to be over.
    expect(await names.forget(TARGET)).toEqual({ bridges: [], isTargetGone: false });
  }

  it('a target whose bridges nobody names leaves no key once all of it is reported', async () => {
    await rig.append(comments(5, 'a', true));
    await rig.append(comments(5, 'b', true), { bridge: 'other' });
    await rig.reportAll(10);
    await abandon('main', 'other');
    const gone = await names.forget(TARGET);
    expect([...gone.bridges].sort()).toEqual(['main', 'other']);
    expect(gone.isTargetGone).toBe(true);
    expect(await keysLeft()).toEqual([]);
  });

  it('a bridge that two collectors held leaves nothing of its second copy', async () => {
    const { redis, keys } = rig;
    const copies = ['main', secondOf('main')];
    const listener = { held: () => {}, lost: () => {}, renewalFailed: () => {} };
    const leases = new LeaseKeeper(redis, keys, 'one', listener);
    await leases.start(copies);
    const weights = new Map(copies.map((copy) => [copy, 1]));
    await new FleetTable(redis, keys, 'one').view({ isLeaving: false, host: 'here' }, weights);
    await leases.stop();
    await rig.append(comments(1));
    await rig.reportAll(10);
    await abandon('main');
    expect(await names.forget(TARGET)).toEqual({ bridges: ['main'], isTargetGone: true });
    const left = [keys.leases, keys.fleet.placements].map(async (key) => redis.hkeys(key));
    expect(await Promise.all(left)).toEqual([[], []]);
  });

  it('a bridge that waits, or that is named again, is not forgotten', async () => {
    await rig.append(comments(2));
    await abandon('main');
    expect(await names.forget(TARGET)).toEqual({ bridges: [], isTargetGone: false });
    await rig.reportAll(10);
    await names.keep([{ target: TARGET, bridge: 'main' }]);
    expect(await names.forget(TARGET)).toEqual({ bridges: [], isTargetGone: false });
    expect(await rig.row()).toMatchObject({ received: 2, reported: 2 });
  });

  it('a bridge is forgotten with all of its fields, and its neighbour keeps every one', async () => {
    await rig.append(comments(2, 'a'), { bridge: 'main' });
    await rig.append(comments(2, 'b'), { bridge: 'main2' });
    await rig.reportAll(10);
    await names.keep([{ target: TARGET, bridge: 'main2', terms: 'its own' }]);
    const { mark: oldMark, ...before } = (await rig.ledger.table.read(TARGET)).fields;
    await abandon('main');
    expect(await names.forget(TARGET)).toEqual({ bridges: ['main'], isTargetGone: false });
    const { mark, ...after } = (await rig.ledger.table.read(TARGET)).fields;
    expect(mark).not.toBe(oldMark);
    const ofMain = /^\w+:main$/u;
    expect(after).toEqual(
      Object.fromEntries(Object.entries(before).filter(([field]) => !ofMain.test(field))),
    );
    expect(Object.keys(before).filter((field) => ofMain.test(field)).length).toBeGreaterThan(1);
    expect((await rig.ledger.rowsOf(TARGET)).map(({ bridge }) => bridge)).toEqual(['main2']);
  });

  it('a clock that jumps ahead forgets no bridge that somebody still names', async () => {
    await rig.append(comments(2));
    await rig.reportAll(10);
    await abandon('main');
    await names.keep([{ target: TARGET, bridge: 'main' }]);
    expect(await names.forget(TARGET)).toEqual({ bridges: [], isTargetGone: false });
    await abandon('main');
    expect(await new Names(rig.redis, rig.keys).forget(TARGET)).toMatchObject({ bridges: [] });
    expect(await rig.row()).toMatchObject({ received: 2, reported: 2 });
  });

  it('a removed bridge is kept for an hour', async () => {
    const { target } = rig.keys.of(TARGET);
    await names.keep([{ target: TARGET, bridge: 'main' }]);
    await names.release({ target: TARGET, bridge: 'main' });
    const inMs = Number(await rig.redis.hget(target, 'keep:main')) - (await rig.ledger.now());
    expect(inMs).toBeGreaterThan(0);
    expect(inMs).toBeLessThanOrEqual(3_600_000);
    expect(await names.forget(TARGET)).toEqual({ bridges: [], isTargetGone: false });
  });

  it('a removed bridge is told of as long as its counts are kept, and not at all where no event came', async () => {
    const told = async () => {
      const states = await rig.ledger.look();
      return states.flatMap(({ rows }) => rows.map(({ bridge }) => bridge));
    };
    const [heard, silent] = ['heard', 'silent'].map((bridge) => ({ target: TARGET, bridge }));
    await names.keep([heard!, silent!]);
    await rig.append(comments(1), { bridge: 'heard' });
    expect(await told()).toEqual(['heard', 'silent']);
    await names.release(heard!);
    await names.release(silent!);
    expect(await told()).toEqual(['heard']);
    await names.keep([silent!]);
    expect(await told()).toEqual(['heard', 'silent']);
  });

  it('a bridge is kept for a week at most, though a clock ahead wrote until when', async () => {
    const { target } = rig.keys.of(TARGET);
    await names.keep([{ target: TARGET, bridge: 'main' }]);
    await rig.redis.hset(target, 'keep:main', String(Date.now() + 1e12));
    await names.forget(TARGET);
    const ends = Number(await rig.redis.hget(target, 'keep:main'));
    expect(ends).toBeLessThan(Date.now() + 8 * 86_400_000);
  });

  it('a target that an operator paused is kept, with the pause', async () => {
    await names.keep([{ target: TARGET, bridge: 'main' }]);
    const change = { state: 'paused', revision: '*', by: 'test' } as const;
    await rig.ledger.table.control(TARGET, change);
    await abandon('main');
    expect(await names.forget(TARGET)).toEqual({ bridges: ['main'], isTargetGone: false });
    expect((await rig.ledger.table.read(TARGET)).control.state).toBe('paused');
  });
});
