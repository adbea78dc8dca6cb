import {
  ChoosingRoom,
  ChunkBuilder,
  type Cursor,
  DeadLetters,
  IdHasher,
  LossMark,
  Recount,
} from '#event-buffer';
import { eventually } from '../../support/eventually.js';
import { RedisServer } from '../../support/redis-server.js';
import {
  BufferRig,
  comments,
  firstPlaces,
  limitsOf,
  TARGET,
  textsOf,
} from '../support/buffer-rig.js';

/** The keys of a target, by what they hold. */
function keysOf({ keys }: BufferRig) {
  const { events, target, seen, ledger } = keys.of(TARGET);
  return { events, target, seen, ledger: ledger('main') };
}

describe('a target of which Redis lost a key', () => {
  let rig: BufferRig;

  beforeEach(async () => {
    rig = await BufferRig.open();
  });
  afterEach(() => rig.close());

  it.each(['events', 'target', 'seen', 'ledger'] as const)(
    'reports new events, and its ledger balances, without %s',
    async (name) => {
      await rig.append(comments(50, 'before', true));
      await rig.redis.del(keysOf(rig)[name]);
      const drain = await rig.drain();
      await drain.readAhead();
      if (drain.window.events === 0 && drain.waiting > 0) {
        expect(await drain.giveUpLost()).toEqual(new Map([['main', 50]]));
      }
      await rig.append(comments(20, 'after', true));
      const texts = await rig.reportAll(10);
      expect(texts.filter((text) => text.startsWith('after'))).toHaveLength(20);
      const row = await rig.row();
      expect(row.waiting).toBe(0);
      expect(row.dropped).toEqual(name === 'events' ? { lost_in_redis: 50 } : {});
      expect(await rig.ledger.table.waiting(TARGET)).toBe(0);
    },
  );

  it('gives up no event that is there, or of another drain', async () => {
    await rig.append(comments(5));
    const drain = await rig.drain();
    expect(await drain.giveUpLost()).toEqual(new Map());
    await rig.redis.del(keysOf(rig).events);
    await rig.drain();
    expect(await drain.giveUpLost()).toEqual(new Map());
    expect(await rig.ledger.table.waiting(TARGET)).toBe(5);
  });

  it('reads nothing once another drain has begun, or Redis does not know the drain any more', async () => {
    await rig.append(comments(5));
    const drain = await rig.drain();
    await rig.redis.del(keysOf(rig).target);
    await drain.readAhead();
    expect(drain.window.cut(limitsOf(10)).passed).toBe(0);
  });
});

describe('the cursor of a target, where Redis lost it', () => {
  let rig: BufferRig;

  beforeEach(async () => {
    rig = await BufferRig.open();
    await rig.append(comments(5, 'first'));
  });
  afterEach(() => rig.close());

  /** What a drain reads that goes on from there. */
  const readFrom = async (cursor: Cursor): Promise<string[]> => {
    const drain = await rig.drain();
    await drain.goOnFrom(cursor);
    await drain.readAhead();
    return textsOf(drain.window.cut(limitsOf(10)));
  };

  it('is told by the process that settled last, within an entry, too', async () => {
    const drain = await rig.drain();
    await drain.readAhead();
    const batch = drain.window.cut(limitsOf(3));
    await drain.settle(batch, true);
    await rig.redis.del(rig.keys.of(TARGET).target);
    expect(await readFrom(batch.cursor)).toEqual(['first3', 'first4']);
    expect(await rig.reportAll()).toEqual(['first3', 'first4']);
  });

  it('is not restored in a buffer that began anew under an earlier clock', async () => {
    expect(await readFrom({ entry: '9000000000000-0', index: 0 })).toHaveLength(5);
    await rig.redis.del(rig.keys.of(TARGET).events);
    expect(await readFrom({ entry: '9000000000000-0', index: 0 })).toEqual([]);
    await rig.append(comments(2, 'second'));
    expect(await rig.reportAll()).toHaveLength(2);
  });

  it('is noticed as lost by a key that is always there', async () => {
    const mark = new LossMark(rig.redis, rig.keys);
    expect(await mark.ageMs()).toBeUndefined();
    await rig.redis.del(rig.keys.lost);
    expect(await mark.ageMs()).toBe(0);
    expect(await new LossMark(rig.redis, rig.keys).ageMs()).toBeGreaterThanOrEqual(0);
    // Of a time when Redis's clock was ahead.
    await rig.redis.set(rig.keys.lost, '9000000000000');
    expect(await mark.ageMs()).toBeUndefined();
  });

  it('is noticed as lost in a full Redis, too, so that a drain can start', async () => {
    const server = await RedisServer.start();
    const full = await BufferRig.open(server);
    try {
      await full.redis.config('SET', 'maxmemory', '100kb');
      const mark = new LossMark(full.redis, full.keys);
      expect(await mark.ageMs()).toBeUndefined();
      await full.redis.del(full.keys.lost);
      expect(await mark.ageMs()).toBe(0);
    } finally {
      full.close();
      await server.stop();
    }
  });
});

describe('the counts of a target', () => {
  let rig: BufferRig;
  let recount: Recount;

  /** Some wait for a report, one entry of them in part; some to be chosen; one is a dead letter. */
  beforeEach(async () => {
    rig = await BufferRig.open();
    recount = new Recount(rig.redis, rig.keys);
    await rig.append(comments(150, 'first'));
    const drain = await rig.drain();
    await drain.readAhead();
    const batch = drain.window.cut(limitsOf(20), firstPlaces(1));
    await drain.settle(batch, true, {}, [{ code: '', message: '', requestId: '', at: 0 }]);
    await rig.append(comments(30, 'second'), { bridge: 'other' });
    await rig.append([], { entries: candidates(7), number: 2 });
  });
  afterEach(() => rig.close());

  /** A recount during which something happens once it has read the counts, and before what they count. */
  function comparedWhile(happens: () => Promise<void>): Recount {
    let isOver = false;
    const redis = new Proxy(rig.redis, {
      get: (of, name) => {
        const member: unknown = Reflect.get(of, name);
        if (name === 'countEntries' && !isOver) {
          return async (...call: Parameters<typeof of.countEntries>) => {
            isOver = true;
            await happens();
            return of.countEntries(...call);
          };
        }
        return typeof member === 'function' ? (member.bind(of) as unknown) : member;
      },
    });
    return new Recount(redis, rig.keys);
  }

  const counts = async () => {
    const { target } = rig.keys.of(TARGET);
    const [waiting, choosing] = await rig.redis.hmget(target, 'waiting', 'choosing');
    return { waiting: Number(waiting), choosing: Number(choosing) };
  };
  const rows = async () => [await rig.row('main'), await rig.row('other')];
  /** What two runs mend: one may find a bridge that nobody knew. */
  const mended = async () => {
    const lost = new Map<string, number>();
    for (const now of [0, 1, 2]) {
      for (const one of await recount.run([TARGET], now)) {
        for (const [bridge, count] of one.lost) lost.set(bridge, (lost.get(bridge) ?? 0) + count);
      }
    }
    return Object.fromEntries(lost);
  };

  it('are left unchanged where they are right', async () => {
    const before = [await counts(), await rows()];
    for (const now of [0, 60_000, 120_000]) expect(await recount.run([TARGET], now)).toEqual([]);
    expect([await counts(), await rows()]).toEqual(before);
    const waiting = before[0] as Awaited<ReturnType<typeof counts>>;
    expect(waiting).toEqual({ waiting: 159, choosing: 7 });
  });

  it.each([
    ['events', { main: 129, other: 30 }, { waiting: 0, choosing: 7 }],
    ['choosing:comments', { main: 7 }, { waiting: 159, choosing: 0 }],
    ['dead', { main: 1 }, { waiting: 159, choosing: 7 }],
    ['bridges', {}, { waiting: 159, choosing: 7 }],
    ['ledger:main', {}, { waiting: 159, choosing: 7 }],
    ['ledger:other', {}, { waiting: 159, choosing: 7 }],
    // What was done of an entry is not known any more.
    ['target', {}, { waiting: 180, choosing: 7 }],
  ])('are corrected to what is in Redis where %s was lost', async (name, lost, expected) => {
    await rig.redis.del(`${rig.prefix}:{${TARGET}}:${name}`);
    expect(await mended()).toEqual(lost);
    expect(await counts()).toEqual(expected);
    const [main, other] = await rows();
    expect((main!.waiting ?? 0) + (other!.waiting ?? 0)).toBe(expected.waiting + expected.choosing);
    expect(main!.deadLettered).toBe(name === 'dead' ? 0 : 1);
    expect(await mended()).toEqual({});
  });

  it('are corrected with events appended meanwhile, though the stream begins anew', async () => {
    await rig.redis.del(rig.keys.of(TARGET).events);
    for (const _ of Array(6)) await rig.append(comments(25, 'third'));
    // At a glance that could be: it waits, and is counted some time later.
    expect(await recount.run([TARGET], 0)).toEqual([]);
    const [one] = await recount.run([TARGET], 60_000);
    expect(Object.fromEntries(one!.lost)).toEqual({ main: 129, other: 30 });
    expect(await counts()).toEqual({ waiting: 150, choosing: 7 });
    await rows();
  });

  it('are left to the next run where candidates are chosen while they are compared', async () => {
    const room = new ChoosingRoom(rig.redis, rig.keys);
    const events = await eventually(async () => {
      const view = await room.look(TARGET, 'comments', 1);
      return view.events.length === 7 ? view.events : undefined;
    }, 'they may be chosen among');
    await rig.redis.hincrby(rig.keys.of(TARGET).target, 'waiting', 3);
    const rest = { remember: [], greeted: [], show: '', scope: '' };
    const choice = { at: 1, taken: events, chosen: events, dropped: new Map(), ...rest };
    const chosen = async () => void (await room.commit(TARGET, 'comments', choice));
    expect(await comparedWhile(chosen).run([TARGET], 0)).toEqual([]);
    expect(await mended()).toEqual({});
    expect(await counts()).toEqual({ waiting: 166, choosing: 0 });
    expect(await rows()).toMatchObject([{ dropped: {} }, { dropped: {} }]);
  });

  it('are left to the next run where a dead letter goes while they are compared', async () => {
    const { ledger } = rig.keys.of(TARGET);
    await rig.redis.hincrby(ledger('main'), 'dead', 1);
    await rig.redis.hincrby(ledger('main'), 'received', 1);
    const dead = new DeadLetters(rig.redis, rig.keys);
    const { letters } = await dead.page(TARGET);
    const dropped = async () => void (await dead.remove(TARGET, letters, 'dead_letter_discarded'));
    expect(await comparedWhile(dropped).run([TARGET], 0)).toEqual([]);
    expect(await mended()).toEqual({ main: 1 });
    const [main] = await rows();
    expect(main).toMatchObject({ deadLettered: 0, dropped: { lost_in_redis: 1 } });
  });

  it('are corrected once, by however many reporters', async () => {
    await rig.redis.del(rig.keys.of(TARGET).events);
    const others = [recount, ...[1, 2, 3].map(() => new Recount(rig.redis, rig.keys))];
    const all = await Promise.all(others.map(async (one) => one.run([TARGET], 0)));
    expect(all.flat()).toHaveLength(1);
    expect(await counts()).toEqual({ waiting: 0, choosing: 7 });
    await rows();
  });
});

function candidates(count: number) {
  const chunk = new ChunkBuilder('main', new IdHasher('salt', 'twitch'), 'comments');
  for (const one of comments(count, 'candidate')) chunk.add(one, Date.now());
  return [chunk.take()];
}
