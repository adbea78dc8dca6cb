import { once } from 'node:events';
import {
  ChunkBuilder,
  connectBufferRedis,
  Drain,
  IdHasher,
  Recount,
  type Append,
} from '#event-buffer';
import { Secret } from '#secret';
import { RedisServer } from '../../support/redis-server.js';
import { BufferRig, comments, limitsOf, TARGET } from '../support/buffer-rig.js';

describe('an append that Redis breaks off', () => {
  let rig: BufferRig;

  beforeEach(async () => {
    rig = await BufferRig.open();
    await rig.append(comments(1, 'before', true));
    await rig.reportAll();
  });
  afterEach(() => rig.close());

  const append = async (own: Partial<Append> = {}) =>
    // Every second one has no id: only its number tells that it is repeated.
    rig.append([...comments(1, 'a', true), ...comments(1, 'b')], { number: 2, ...own });

  it.each<[string, () => Promise<unknown>, () => Promise<unknown>]>([
    [
      'a ledger of another type',
      async () =>
        rig.redis
          .rename(ledger(), `${ledger()}:aside`)
          .then(async () => rig.redis.set(ledger(), 'x')),
      async () => rig.redis.rename(`${ledger()}:aside`, ledger()),
    ],
    [
      'a count that is no number',
      async () => rig.redis.hset(ledger(), 'waiting', 'x'),
      async () => rig.redis.hset(ledger(), 'waiting', 0),
    ],
    [
      'notes of streaks of another type',
      async () => rig.redis.set(rig.keys.of(TARGET).streaks('main'), 'x'),
      async () => rig.redis.del(rig.keys.of(TARGET).streaks('main')),
    ],
  ])('has written nothing, however often it is repeated: %s', async (_, damage, repair) => {
    await damage();
    const own = { streaks: ['rose', '1@1790000000000'] };
    for (let i = 0; i < 3; i++) await expect(append(own)).rejects.toThrow();
    expect(await rig.redis.xlen(rig.keys.of(TARGET).events)).toBe(0);
    await repair();
    expect(await append(own)).toMatchObject({ kind: 'appended', depthAfter: 2 });
    expect(await rig.reportAll()).toEqual(['a0', 'b0']);
    expect(await rig.row()).toMatchObject({ received: 3, reported: 3, waiting: 0, dropped: {} });
  });

  it('has written nothing of its first entry, where Redis takes no other', async () => {
    const { choosing } = rig.keys.of(TARGET);
    await rig.redis.set(choosing('comments'), 'x');
    const hasher = new IdHasher('salt', 'twitch');
    const candidates = new ChunkBuilder('main', hasher, 'comments');
    candidates.add(comments(1, 'c')[0]!, Date.now());
    const plain = new ChunkBuilder('main', hasher);
    plain.add(comments(1, 'p')[0]!, Date.now());
    const entries = [plain.take(), candidates.take()];
    await expect(append({ entries })).rejects.toThrow('WRONGTYPE');
    expect(await rig.redis.xlen(rig.keys.of(TARGET).events)).toBe(0);
  });

  it('is applied where only what it dropped cannot be counted', async () => {
    await rig.redis.hset(ledger(), 'dropped:duplicate', 'x');
    const events = [...comments(1, 'before', true), ...comments(1, 'b')];
    await expect(rig.append(events, { number: 2 })).rejects.toThrow('integer');
    expect(await rig.append(events, { number: 2 })).toMatchObject({ depthAfter: 1 });
    expect(await rig.reportAll()).toEqual(['b0']);
  });

  function ledger(): string {
    return rig.keys.of(TARGET).ledger('main');
  }
});

describe('a user of Redis that may not run one command', () => {
  let server: RedisServer;
  let rig: BufferRig;
  let few: ReturnType<typeof connectBufferRedis>;

  beforeEach(async () => {
    server = await RedisServer.start();
    rig = await BufferRig.open(server);
    await rig.redis.call('ACL', 'SETUSER', 'few', 'on', '>pw', '~*', '&*', '+@all');
    const url = server.url.replace('redis://', 'redis://few:pw@');
    few = connectBufferRedis({ kind: 'url', url: new Secret(url) }, () => {});
    await once(few, 'ready');
  });
  afterEach(async () => {
    few.disconnect();
    rig.close();
    await server.stop();
  });

  it.each(['hincrby', 'hset', 'xtrim'])(
    'settles what was reported, and counts it so, once it may: %s',
    async (command) => {
      await rig.append(comments(4));
      const drain = await Drain.begin(few, rig.keys, TARGET, 'job');
      await drain.readAhead();
      const batch = drain.window.cut(limitsOf(3));
      await rig.redis.call('ACL', 'SETUSER', 'few', `-${command}`);
      await expect(drain.settle(batch, true)).rejects.toThrow(/can't run|ACL/u);
      await rig.redis.call('ACL', 'SETUSER', 'few', `+${command}`);
      expect(await drain.settle(batch, true)).toBe(true);
      expect(drain.waiting).toBe(1);
      expect(await new Recount(rig.redis, rig.keys).run([TARGET], 0)).toEqual([]);
      expect(await rig.row()).toMatchObject({ reported: 3, waiting: 1, dropped: {} });
    },
  );
});

it('a ledger of another type keeps back no other bridge of its target', async () => {
  const rig = await BufferRig.open();
  try {
    await rig.append(comments(2), { bridge: 'broken' });
    await rig.append(comments(3));
    const drain = await rig.drain();
    await drain.readAhead();
    await rig.redis.set(rig.keys.of(TARGET).ledger('broken'), 'x');
    const batch = drain.window.cut(limitsOf(9));
    await expect(drain.settle(batch, true)).rejects.toThrow('WRONGTYPE');
    expect(await drain.settle(batch, true)).toBe(true);
    expect(
      await rig.redis.hmget(rig.keys.of(TARGET).ledger('main'), 'reported', 'waiting'),
    ).toEqual(['3', '0']);
    expect(await rig.ledger.table.waiting(TARGET)).toBe(0);
  } finally {
    rig.close();
  }
});
