import { Drain, FullSignal, tellFull, tellLook } from '#event-buffer';
import { eventually } from '../../support/eventually.js';
import { RedisServer } from '../../support/redis-server.js';
import { addressOf, BufferRig, comments, TARGET } from '../support/buffer-rig.js';

describe('a drain whose target is parked', () => {
  let rig: BufferRig;

  beforeEach(async () => {
    rig = await BufferRig.open();
  });
  afterEach(() => rig.close());

  async function parked(): Promise<Drain> {
    const drain = await Drain.begin(rig.redis, rig.keys, TARGET, 'job-1');
    await drain.note({ held: '1', delay: 'pace', delayUntil: 1 });
    return drain;
  }

  it('ends the parking where no event waits, so that the next append wakes the target', async () => {
    const drain = await parked();
    expect(await drain.release()).toBe(0);
    expect(Object.keys((await rig.ledger.table.read(TARGET)).fields).sort()).toEqual([
      'drain',
      'job',
      'mark',
    ]);
  });

  it('continues where events came meanwhile', async () => {
    const drain = await parked();
    await rig.append(comments(3));
    expect(await drain.release()).toBe(3);
    expect((await rig.ledger.table.read(TARGET)).fields).toMatchObject({
      held: '1',
      delay: 'pace',
    });
  });

  it('is over where another drain has begun, which is not parked yet', async () => {
    const drain = await parked();
    await Drain.begin(rig.redis, rig.keys, TARGET, 'job-2');
    expect((await rig.ledger.table.read(TARGET)).fields).not.toHaveProperty('held');
    const next = await parked();
    expect(await drain.release()).toBe(0);
    expect((await rig.ledger.table.read(TARGET)).fields).toHaveProperty('held', '1');
    expect(await next.release()).toBe(0);
  });
});

describe('a drain whose target is parked for its next events', () => {
  let rig: BufferRig;

  beforeEach(async () => {
    rig = await BufferRig.open();
  });
  afterEach(() => rig.close());

  const fields = async () => (await rig.ledger.table.read(TARGET)).fields;

  it('is told to the append that brings them', async () => {
    const drain = await Drain.begin(rig.redis, rig.keys, TARGET, 'job-1');
    await drain.note({ held: '1', delay: 'pace', delayUntil: 1, delayMs: 1 });
    expect(await drain.awaitEvents()).toBe(0);
    expect(Object.keys(await fields()).sort()).toEqual(['drain', 'held', 'job', 'mark']);
    expect(await rig.append(comments(2))).toMatchObject({ isParked: true, isAwaited: true });
    expect([await drain.awaitEvents(), drain.waiting]).toEqual([2, 2]);
  });

  it('is told to that append also where it is repeated, since the answer of the first time may be lost', async () => {
    const drain = await Drain.begin(rig.redis, rig.keys, TARGET, 'job-1');
    await drain.awaitEvents();
    await rig.append(comments(2), { number: 1 });
    expect(await rig.append(comments(2), { number: 1 })).toMatchObject({
      depthBefore: 0,
      depthAfter: 2,
      isAwaited: true,
    });
  });

  it('changes nothing where events came meanwhile, or it was parked so before', async () => {
    const drain = await Drain.begin(rig.redis, rig.keys, TARGET, 'job-1');
    await drain.awaitEvents();
    const parked = await fields();
    expect(await drain.awaitEvents()).toBe(0);
    expect(await fields()).toEqual(parked);
    await drain.note({ held: '1', delay: 'pace', delayUntil: 1 });
    await rig.append(comments(1));
    expect(await drain.awaitEvents()).toBe(1);
    expect(await fields()).toMatchObject({ held: '1', delay: 'pace' });
  });

  it('is over where another drain has begun', async () => {
    const drain = await Drain.begin(rig.redis, rig.keys, TARGET, 'job-1');
    await Drain.begin(rig.redis, rig.keys, TARGET, 'job-2');
    expect(await drain.awaitEvents()).toBeUndefined();
    expect(await fields()).not.toHaveProperty('held');
  });
});

describe('a project whose jobs may have changed', () => {
  it('is announced to every reporter, and not mistaken for a target', async () => {
    const server = await RedisServer.shared();
    const rig = await BufferRig.open(server);
    const [full, looks]: [string[], string[]] = [[], []];
    const news = {
      full: (target: string) => void full.push(target),
      look: (project: string) => void looks.push(project),
    };
    const signal = new FullSignal(addressOf(server), rig.keys, news, () => {});
    try {
      signal.start();
      await eventually(async () => {
        await tellLook(rig.redis, rig.keys, 'shop-a');
        return looks.length > 0;
      }, 'it is heard');
      expect(new Set(looks)).toEqual(new Set(['shop-a']));
      expect(full).toEqual([]);
    } finally {
      signal.stop();
      rig.close();
    }
  });
});

describe('a full buffer', () => {
  it('is announced to every reporter, also after the connection broke, which it is told of', async () => {
    const server = await RedisServer.shared();
    const rig = await BufferRig.open(server);
    const heard: string[] = [];
    let connections = 0;
    const news = {
      full: (target: string) => void heard.push(target),
      look: () => {},
      listening: () => void connections++,
    };
    const signal = new FullSignal(addressOf(server), rig.keys, news, () => {});
    try {
      signal.start();
      for (const round of ['before', 'after']) {
        await eventually(async () => {
          await tellFull(rig.redis, rig.keys, round);
          return heard.includes(round);
        }, `it is heard ${round}`);
        await rig.redis.call('CLIENT', 'KILL', 'TYPE', 'pubsub');
      }
      expect(new Set(heard)).toEqual(new Set(['before', 'after']));
      expect(connections).toBeGreaterThan(1);
    } finally {
      signal.stop();
      rig.close();
    }
  });
});
