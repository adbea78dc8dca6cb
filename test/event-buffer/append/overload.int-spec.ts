import assert from 'node:assert/strict';
import type { AppendOutcome } from '#event-buffer';
import type { EventType, LiveEvent } from '#live-event';
import { RedisServer } from '../../support/redis-server.js';
import { BufferRig, comments, event, raw } from '../support/buffer-rig.js';

function droppedBy(outcome: AppendOutcome): Record<string, number> {
  assert(outcome.kind === 'appended');
  return Object.fromEntries(outcome.dropped);
}

function mixed(): LiveEvent[] {
  return [event('like'), event('viewers'), event('comment', 'c'), event('gift', 'g')];
}

function capped(...caps: [EventType, number][]) {
  return { limits: { perSecondMax: new Map<EventType, number>(caps) } };
}

describe('caps per type and second', () => {
  let rig: BufferRig;
  beforeEach(async () => {
    rig = await BufferRig.open();
  });
  afterEach(() => rig.close());

  async function redisSecond(): Promise<number> {
    return Number((await rig.redis.time())[0]);
  }

  it('admit the first of each type that has one, and all of the others', async () => {
    const events = [
      ...comments(10),
      ...Array.from({ length: 4 }, () => event('like')),
      event('gift', 'Rose'),
      event('viewers'),
    ];
    const outcome = await rig.append(events, capped(['comment', 3], ['like', 2], ['gift', 5]));
    expect(droppedBy(outcome)).toEqual({ capped_comment: 7, capped_like: 2 });
    expect(await rig.row()).toMatchObject({ received: 16, waiting: 7 });
    expect(await rig.reportAll()).toEqual(['0', '1', '2', '3', '3', 'Rose', '6']);
  });

  it('count raw events as one type, whatever their class, and go on from a count without them', async () => {
    const caps = capped(['raw', 2], ['comment', 9]);
    const { target } = rig.keys.of('default/room-1');
    // As the version before kept it: six types.
    await rig.redis.hset(target, 'capped', `${await redisSecond()}:1,0,0,0,0,0`);
    const events = [raw('paid'), raw('chat'), raw('ambient'), event('gift', 'Rose')];
    const outcome = await rig.append(events, caps);
    const { capped_raw: over } = droppedBy(outcome);
    expect(over).toBe(1);
    expect(await rig.reportAll()).toEqual(['10', '10', 'Rose']);
  });

  it('are the target’s: its bridges share them, and every second begins anew', async () => {
    const first = await redisSecond();
    let admitted = 0;
    let sent = 0;
    // On until a second has begun anew, and one has brought too many.
    while (admitted < 6 || sent === admitted) {
      const bridge = sent++ % 2 === 0 ? 'a' : 'b';
      const outcome = await rig.append(comments(1), { bridge, ...capped(['comment', 3]) });
      if (Object.keys(droppedBy(outcome)).length === 0) admitted++;
    }
    const seconds = (await redisSecond()) - first + 1;
    expect(admitted).toBeLessThanOrEqual(3 * seconds);
    expect(await rig.ledger.table.waiting('default/room-1')).toBe(admitted);
  });

  it('do not count what was dropped as a duplicate', async () => {
    const limits = capped(['comment', 100]);
    await rig.append(comments(60, 'a', true), limits);
    const again = await rig.append([...comments(60, 'a', true), ...comments(5, 'b', true)], limits);
    expect(droppedBy(again)).toEqual({ duplicate: 60 });
  });

  it('leave the ledger balanced where they meet a full buffer', async () => {
    const { limits } = capped(['comment', 8], ['gift', 1]);
    const events = [...comments(20), event('gift', 'a'), event('gift', 'b')];
    const outcome = await rig.append(events, { limits: { ...limits, eventsMax: 10 } });
    expect(droppedBy(outcome)).toEqual({ capped_comment: 12, capped_gift: 1 });
    expect(await rig.row()).toMatchObject({ received: 22, waiting: 9 });
  });
});

describe('a Redis that runs out of memory', () => {
  let server: RedisServer;
  let rig: BufferRig;
  beforeAll(async () => {
    server = await RedisServer.start({ settings: { maxmemory: '100mb' } });
  });
  afterAll(async () => server.stop());
  beforeEach(async () => {
    rig = await BufferRig.open(server);
    // So much that what connections take is nothing beside it, and not through one of them.
    await rig.redis.setrange('ballast', 40_000_000, 'x');
  });
  afterEach(async () => {
    await rig.redis.config('SET', 'maxmemory', '100mb');
    rig.close();
  });

  /** Sets the limit so that what is used now is this part of it. */
  async function takenPart(part: number): Promise<void> {
    const used = Number(/used_memory:(\d+)/u.exec(await rig.redis.info('memory'))![1]);
    await rig.redis.config('SET', 'maxmemory', String(Math.round(used / part)));
  }

  it('sheds ambient events first, then chat, and keeps what was paid for', async () => {
    await takenPart(0.75);
    expect(droppedBy(await rig.append(mixed(), { bridge: 'a' }))).toEqual({});
    await takenPart(0.82);
    const ambient = { shed_memory_ambient: 2 };
    expect(droppedBy(await rig.append(mixed(), { bridge: 'b' }))).toEqual(ambient);
    await takenPart(0.87);
    const chat = { ...ambient, shed_memory_chat: 1 };
    expect(droppedBy(await rig.append(mixed(), { bridge: 'c' }))).toEqual(chat);
    expect(await rig.row('c')).toMatchObject({ received: 4, waiting: 1, dropped: chat });
  });

  it('is remembered until it has room again, and asked at every append until then', async () => {
    await takenPart(0.82);
    await rig.append([event('like')]);
    expect(droppedBy(await rig.append([event('like')]))).toEqual({ shed_memory_ambient: 1 });
    await takenPart(0.5);
    expect(droppedBy(await rig.append([event('like')]))).toEqual({});
  });

  it('takes no event above nine tenths, so that reports and leases still work', async () => {
    await rig.append([event('gift', 'before')]);
    await takenPart(0.95);
    const refused = rig.append([event('gift', 'g')], { bridge: 'new', number: 1 });
    await expect(refused).rejects.toThrow('OOM RELAY');
    expect(await rig.reportAll()).toEqual(['before']);
    await takenPart(0.5);
    await rig.append([event('gift', 'g')], { bridge: 'new', number: 1 });
    expect(await rig.reportAll()).toEqual(['g']);
  });
});
