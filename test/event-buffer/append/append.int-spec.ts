import type { AppendLimits, AppendOutcome } from '#event-buffer';
import type { EventType } from '#live-event';
import { RedisServer } from '../../support/redis-server.js';
import { BufferRig, comments, entriesOf, event, raw, TARGET } from '../support/buffer-rig.js';

function droppedBy(outcome: AppendOutcome): Record<string, number> {
  expect(outcome.kind).toBe('appended');
  return outcome.kind === 'appended' ? Object.fromEntries(outcome.dropped) : {};
}

describe('an append', () => {
  let rig: BufferRig;

  beforeEach(async () => {
    rig = await BufferRig.open();
  });
  afterEach(() => rig.close());

  it('tells how many events waited before and after it', async () => {
    const none = new Map();
    expect(await rig.append(comments(3))).toEqual({
      kind: 'appended',
      depthBefore: 0,
      depthAfter: 3,
      isFirst: true,
      isParked: false,
      isRaised: false,
      dropped: none,
    });
    expect(await rig.append(comments(250))).toMatchObject({ depthBefore: 3, depthAfter: 253 });
    expect(await rig.ledger.table.waiting(TARGET)).toBe(253);
    expect(await rig.redis.xlen(rig.keys.of(TARGET).events)).toBe(1 + 3);
  });

  it('tells whether a reporter holds the target parked', async () => {
    await rig.redis.hset(rig.keys.of(TARGET).target, 'held', '1');
    expect(await rig.append(comments(1))).toMatchObject({ isParked: true, isRaised: false });
  });

  it('tells once that it matters more than all waiting events, where the target waits for its turn', async () => {
    await rig.redis.hset(rig.keys.of(TARGET).target, 'held', '2', 'rank', '0');
    const waiting = { isParked: true, isRaised: false };
    expect(await rig.append([event('enter', 'e1')])).toMatchObject(waiting);
    expect(await rig.append(comments(2))).toMatchObject({ isParked: true, isRaised: true });
    expect(await rig.append(comments(2, 'again-'))).toMatchObject(waiting);
    expect(await rig.append([event('enter', 'e2'), event('gift', 'g1')])).toMatchObject({
      isRaised: true,
    });
    expect(await rig.append(comments(1, 'late-'))).toMatchObject(waiting);
  });

  it('keeps the order of several bridges that share a target', async () => {
    const expected: string[] = [];
    for (let i = 0; i < 12; i++) {
      const bridge = ['a', 'b', 'c'][i % 3]!;
      const events = comments((i * 7) % 30, `${bridge}${i}-`);
      await rig.append(events, { bridge });
      expected.push(...events.map((each) => (each.type === 'comment' ? each.text : '')));
    }
    expect(await rig.reportAll(17)).toEqual(expected);
    for (const bridge of ['a', 'b', 'c']) expect((await rig.row(bridge)).waiting).toBe(0);
  });

  it('under an old epoch is refused, and its events are counted stale_lease, others as before', async () => {
    await rig.append(comments(2), { epoch: 5 });
    const dropped = new Map([['filter_words', 3]]);
    expect(await rig.append(comments(4), { epoch: 4, dropped })).toEqual({ kind: 'stale' });
    expect(await rig.row()).toEqual({
      received: 9,
      reported: 0,
      deadLettered: 0,
      waiting: 2,
      dropped: { stale_lease: 4, filter_words: 3 },
    });
    expect(await rig.append(comments(1), { bridge: 'other', epoch: 1 })).toMatchObject({
      kind: 'appended',
    });
  });

  it('under a newer epoch counts its appends from one again', async () => {
    await rig.append(comments(1), { epoch: 1_800_000_000_000, number: 40 });
    await rig.append(comments(1), { epoch: 1_800_000_000_001, number: 1 });
    expect(await rig.append(comments(1), { epoch: 1_800_000_000_000, number: 41 })).toEqual({
      kind: 'stale',
    });
    expect(await rig.row()).toMatchObject({ received: 3, waiting: 2 });
  });

  it('a repeated append changes nothing, and says what waits', async () => {
    const dropped = new Map([['filter_words', 2]]);
    await rig.append(comments(5), { number: 1, dropped });
    const before = await rig.row();
    expect(await rig.append(comments(5), { number: 1, dropped })).toEqual({
      kind: 'appended',
      // As if nothing had waited, so that the target is woken in any case.
      depthBefore: 0,
      depthAfter: 5,
      isParked: false,
      isRaised: false,
      dropped: new Map(),
    });
    expect(await rig.row()).toEqual(before);
    expect(await rig.reportAll()).toHaveLength(5);
  });

  it('counts events dropped on the way, with or without others to append', async () => {
    await rig.append([], { dropped: new Map(Object.entries({ filter_words: 2, rate: 1 })) });
    await rig.append(comments(1), { dropped: new Map([['rate', 4]]) });
    expect(await rig.row()).toMatchObject({
      received: 8,
      waiting: 1,
      dropped: { filter_words: 2, rate: 5 },
    });
  });

  it('keeps counting beyond 32 bits', async () => {
    const ledger = rig.keys.of(TARGET).ledger('main');
    const large = 9_007_199_254_000_000;
    await rig.redis.hset(ledger, { received: large, reported: large });
    await rig.append(comments(100), { dropped: new Map([['rate', 5_000_000_000]]) });
    expect(await rig.row()).toMatchObject({
      received: large + 5_000_000_100,
      dropped: { rate: 5_000_000_000 },
    });
  });

  it('succeeds after SCRIPT FLUSH', async () => {
    await rig.append(comments(1));
    await rig.redis.script('FLUSH');
    expect(await rig.append(comments(1))).toMatchObject({ depthAfter: 2 });
  });

  it('fails where fewer replicas confirm it than were asked for, and may be repeated', async () => {
    const append = {
      target: TARGET,
      bridge: 'main',
      epoch: 1,
      number: 1,
      entries: entriesOf('main', comments(2)),
      dropped: new Map<string, number>(),
    };
    await rig.appender().register({ target: TARGET, bridge: 'main' });
    await expect(rig.appender({}, 1).append(append)).rejects.toThrow('Only 0 of 1 replicas');
    expect(await rig.appender().append(append)).toMatchObject({ depthAfter: 2 });
    expect(await rig.row()).toMatchObject({ received: 2, waiting: 2 });
  });

  it('registers its target and bridge, so that every process sees their ledger', async () => {
    await rig.appender().register({ target: TARGET, bridge: 'b' });
    await rig.appender().register({ target: TARGET, bridge: 'a' });
    expect(await rig.ledger.targets()).toEqual([TARGET]);
    expect(await rig.ledger.table.waitingAmong([TARGET])).toEqual([]);
    expect((await rig.ledger.rowsOf(TARGET)).map(({ bridge }) => bridge)).toEqual(['a', 'b']);
    await rig.append(comments(1), { bridge: 'a' });
    expect(await rig.ledger.table.waitingAmong([TARGET])).toEqual([
      expect.objectContaining({ target: TARGET }),
    ]);
  });
});

describe('the admission of events', () => {
  let rig: BufferRig;

  beforeEach(async () => {
    rig = await BufferRig.open();
  });
  afterEach(() => rig.close());

  it.each([
    ['ambient', 'like', 'shed_ambient', 50],
    ['ambient', 'enter', 'shed_ambient', 50],
    ['ambient', 'viewers', 'shed_ambient', 50],
    ['chat', 'comment', 'shed_chat', 90],
    ['chat', 'follow', 'shed_chat', 90],
    ['paid', 'gift', 'shed_paid', 100],
  ] as const)(
    'ends for %s events, a %s, exactly at the share of their class',
    async (_, type, reason, share) => {
      const limits = { eventsMax: 100 };
      const gifts = Array.from({ length: share - 1 }, () => event('gift', 'filling'));
      await rig.append(gifts, { limits });
      const three = [1, 2, 3].map((i) => event(type, `x${i}`));
      const outcome = await rig.append(three, { limits });
      expect(outcome).toMatchObject({ depthBefore: share - 1, depthAfter: share });
      expect(droppedBy(outcome)).toEqual({ [reason]: 2 });
      expect(await rig.row()).toMatchObject({
        received: share + 2,
        waiting: share,
        dropped: { [reason]: 2 },
      });
    },
  );

  it.each([
    ['ambient', 50],
    ['chat', 90],
    ['paid', 100],
  ] as const)('gives a raw event of the class %s the share of its class', async (own, share) => {
    const limits = { eventsMax: 100 };
    await rig.append(
      Array.from({ length: share - 1 }, () => event('gift', 'filling')),
      { limits },
    );
    const outcome = await rig.append([raw(own), raw(own)], { limits });
    expect(droppedBy(outcome)).toEqual({ [`shed_${own}`]: 1 });
  });

  it('takes as many events of an entry as there is room for, in order, and sheds the others', async () => {
    const limits = { eventsMax: 10 };
    const types: EventType[] = ['like', 'comment', 'gift', 'like'];
    const events = [...types, ...types, ...types, ...types].map((type, i) => event(type, `e${i}`));
    const outcome = await rig.append(events, { limits });
    // Five places in all for likes, nine for comments: by then other events hold them.
    expect(droppedBy(outcome)).toEqual({ shed_ambient: 5, shed_chat: 1 });
    const reported = await rig.reportAll();
    expect(reported.join(' ')).toBe('3 e1 e2 3 3 e5 e6 e9 e10 e14');
  });

  it('has room again as soon as events were reported', async () => {
    const limits: Partial<AppendLimits> = { eventsMax: 4 };
    await rig.append(comments(9), { limits });
    expect(await rig.reportAll()).toHaveLength(3);
    const outcome = await rig.append(comments(3), { limits });
    expect(droppedBy(outcome)).toEqual({});
  });

  it('does not remember the id of a shed event, so that a replay may bring it', async () => {
    const limits = { eventsMax: 4 };
    await rig.append(comments(5, 'c', true), { limits });
    await rig.reportAll();
    expect(droppedBy(await rig.append(comments(5, 'c', true), { limits }))).toEqual({
      duplicate: 3,
    });
    expect(await rig.reportAll()).toEqual(['c3', 'c4']);
  });

  it('does not remember the id of an event that is shed alone', async () => {
    const limits = { eventsMax: 4 };
    await rig.append(comments(4), { limits });
    const outcome = await rig.append([event('comment', 'late', 'late')], { limits });
    expect(droppedBy(outcome)).toEqual({ shed_chat: 1 });
    await rig.reportAll();
    await rig.append([event('comment', 'late', 'late')], { limits });
    expect(await rig.reportAll()).toEqual(['late']);
  });

  it('ends before Redis is full, so that BullMQ has room for the jobs that drain', async () => {
    const server = await RedisServer.start({ settings: { maxmemory: '100mb' } });
    const own = await BufferRig.open(server);
    try {
      await own.append(comments(10));
      // As large as that without sending it, which a busy machine may take too long for.
      await own.redis.setrange('somebody', 29_999_999, 'x');
      const used = Number(/used_memory:(\d+)/u.exec(await own.redis.info('memory'))![1]);
      await own.redis.config('SET', 'maxmemory', String(Math.round(used / 0.95)));
      await expect(own.append(comments(1), { number: 17 })).rejects.toThrow('OOM RELAY');
      expect(await own.row()).toMatchObject({ received: 10, waiting: 10 });
      // What takes no room is counted still.
      await own.append([], { number: 17, dropped: new Map([['rate', 1]]) });
      expect(await own.redis.set('another', 'value')).toBe('OK');
      await own.redis.config('SET', 'maxmemory', String(used * 2));
      await own.append(comments(1), { number: 18 });
      expect(await own.row()).toMatchObject({ received: 12, waiting: 11 });
    } finally {
      own.close();
      await server.stop();
    }
  });

  it('fails as a whole where Redis is full: nothing half-done, and the same append later works', async () => {
    const server = await RedisServer.start({ settings: { maxmemory: '100mb' } });
    const own = await BufferRig.open(server);
    try {
      await own.append(comments(10, 'a', true));
      const snapshot = async (): Promise<unknown[]> => [
        await own.row(),
        (await own.ledger.table.read(TARGET)).fields,
        await own.redis.scard(own.keys.of(TARGET).seen),
      ];
      const before = await snapshot();
      await own.redis.config('SET', 'maxmemory', '100kb');
      const dropped = new Map([['rate', 1]]);
      const appending = own.append(comments(200, 'b', true), { number: 2, dropped });
      await expect(appending).rejects.toThrow('OOM');
      expect(await snapshot()).toEqual(before);
      await expect(own.append(comments(1, 'c', true), { number: 2 })).rejects.toThrow('OOM');
      expect(await snapshot()).toEqual(before);
      // A full Redis can be drained, since that is what frees it.
      expect(await own.reportAll(4)).toHaveLength(10);
      await own.redis.config('SET', 'maxmemory', '0');
      await own.append(comments(200, 'b', true), { number: 2, dropped });
      expect(await own.row()).toMatchObject({ received: 211, reported: 10, waiting: 200 });
    } finally {
      own.close();
      await server.stop();
    }
  });

  it.each([1, 2])('where Redis takes no entry, no id is remembered: %i events', async (events) => {
    const { events: stream, seen } = rig.keys.of(TARGET);
    await rig.redis.set(stream, 'of somebody else');
    const again = { number: 1 };
    await expect(rig.append(comments(events, 'c', true), again)).rejects.toThrow('WRONGTYPE');
    expect(await rig.redis.exists(seen)).toBe(0);
    await rig.redis.del(stream);
    expect(droppedBy(await rig.append(comments(events, 'c', true), again))).toEqual({});
    expect(await rig.reportAll()).toHaveLength(events);
  });

  it('where Redis takes no entry of which a part was seen before, no further id is remembered', async () => {
    await rig.append(comments(1, 'c', true));
    const { events: stream } = rig.keys.of(TARGET);
    await rig.redis.rename(stream, `${stream}:aside`);
    await rig.redis.set(stream, 'of somebody else');
    const again = { number: 2 };
    await expect(rig.append(comments(3, 'c', true), again)).rejects.toThrow('WRONGTYPE');
    await rig.redis.rename(`${stream}:aside`, stream);
    expect(droppedBy(await rig.append(comments(3, 'c', true), again))).toEqual({ duplicate: 1 });
    expect(await rig.reportAll()).toEqual(['c0', 'c1', 'c2']);
  });
});

describe('the window of message ids', () => {
  let rig: BufferRig;

  beforeEach(async () => {
    rig = await BufferRig.open();
  });
  afterEach(() => rig.close());

  /** As if so long had gone by. */
  async function age(ms: number): Promise<void> {
    const { target, seen, seenBefore } = rig.keys.of(TARGET);
    await rig.redis.hincrby(target, 'rotated', -ms);
    for (const set of [seen, seenBefore]) {
      const left = await rig.redis.pttl(set);
      if (left > 0) await rig.redis.pexpire(set, Math.max(0, left - ms));
    }
  }

  it('takes an id once, from whichever bridge, entry and append it comes', async () => {
    await rig.append(comments(150, 'c', true));
    const again = await rig.append(comments(160, 'c', true), { bridge: 'other' });
    expect(droppedBy(again)).toEqual({ duplicate: 150 });
    expect(await rig.row('other')).toMatchObject({ received: 160, dropped: { duplicate: 150 } });
    expect(await rig.reportAll()).toEqual(Array.from({ length: 160 }, (_, i) => `c${i}`));
    // Two entries of one append, too.
    const both = [...entriesOf('main', comments(3, 'd', true))];
    const outcome = await rig.append([], { entries: [...both, ...both] });
    expect(droppedBy(outcome)).toEqual({ duplicate: 3 });
  });

  it('takes events without an id always', async () => {
    await rig.append([event('comment', '666'), event('comment', 'x', 'x')]);
    await rig.append([event('comment', '666'), event('comment', 'x', 'x')]);
    expect(await rig.reportAll()).toEqual(['666', 'x', '666']);
  });

  it('knows an id for a window at least, and for two at most', async () => {
    const limits = { dedupeWindowMs: 60_000 };
    const again = async (name: string): Promise<unknown> =>
      droppedBy(await rig.append(comments(1, name, true), { limits }));
    await again('a');
    await age(60_000);
    expect(await again('a')).toEqual({ duplicate: 1 });
    await again('b');
    // Longer than a busy machine takes for what is asked here, and yet within the window.
    await age(30_000);
    expect(await again('a')).toEqual({ duplicate: 1 });
    expect(await again('b')).toEqual({ duplicate: 1 });
    await age(30_000);
    expect(await again('a')).toEqual({});
    expect(await again('b')).toEqual({});
  });

  it('lets both sets expire by themselves where nothing is appended any more', async () => {
    const { seen, seenBefore } = rig.keys.of(TARGET);
    const limits = { dedupeWindowMs: 60_000 };
    await rig.append(comments(1, 'a', true), { limits });
    await age(60_000);
    await rig.append(comments(1, 'b', true), { limits });
    await rig.append(comments(1, 'c', true), { limits });
    const [now, before] = [await rig.redis.pttl(seen), await rig.redis.pttl(seenBefore)];
    expect(now).toBeGreaterThan(60_000);
    expect(now).toBeLessThanOrEqual(120_000);
    expect(before).toBeGreaterThan(0);
    expect(before).toBeLessThanOrEqual(60_000);
  });

  it('holds no more ids than it may, and forgets the oldest half first', async () => {
    const limits = { dedupeIdsMax: 200 };
    const { seen, seenBefore } = rig.keys.of(TARGET);
    for (const name of ['a', 'b', 'c']) {
      await rig.append(comments(100, name, true), { limits });
      const ids = (await rig.redis.scard(seen)) + (await rig.redis.scard(seenBefore));
      expect(ids).toBeLessThanOrEqual(200);
    }
    expect(droppedBy(await rig.append(comments(100, 'c', true), { limits }))).toEqual({
      duplicate: 100,
    });
    expect(droppedBy(await rig.append(comments(100, 'a', true), { limits }))).toEqual({});
  });
});
