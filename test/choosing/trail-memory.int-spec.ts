import { jest } from '@jest/globals';
import type { LiveEvent } from '#live-event';
import { TrailReader } from '../../apps/relay/src/trail/trail-reader.js';
import { TrailScribe } from '../../apps/relay/src/trail/trail-words.js';
import { TrailWriter } from '../../apps/relay/src/trail/trail-writer.js';
import { BufferRig, comments, TARGET } from '../event-buffer/support/buffer-rig.js';
import { RedisServer } from '../support/redis-server.js';

const USER = { userId: 'douyin_1', name: 'Ann', level: 0, badge: '', badgeLevel: 0 };
const EVENT: LiveEvent = { type: 'comment', user: USER, text: '包邮吗' };

function fail(error: Error): void {
  throw error;
}

describe('a trail in a Redis whose memory is taken', () => {
  let server: RedisServer;
  let rig: BufferRig;
  const writers: TrailWriter[] = [];

  beforeAll(async () => {
    server = await RedisServer.start({ settings: { maxmemory: '100mb' } });
    rig = await BufferRig.open(server);
    // So much that what connections take is nothing beside it, and not through one of them.
    await rig.redis.setrange('ballast', 40_000_000, 'x');
  });
  afterEach(async () => {
    jest.restoreAllMocks();
    for (const writer of writers.splice(0)) await writer.stop();
  });
  afterAll(async () => {
    rig.close();
    await server.stop();
  });

  /** Sets the limit so that what is used now is this part of it. */
  async function takenPart(part: number): Promise<void> {
    const used = Number(/used_memory:(\d+)/u.exec(await rig.redis.info('memory'))![1]);
    await rig.redis.config('SET', 'maxmemory', String(Math.round(used / part)));
  }

  function collector(): TrailWriter {
    const { redis, keys } = rig;
    const scribe = new TrailScribe({ kept: 'plain', salt: '' });
    const writer = new TrailWriter({ redis, keys, scribe, failed: fail });
    writers.push(writer);
    return writer;
  }

  /** An event comes. @returns how many records the trail has then. */
  async function comes(writer = collector(), target = TARGET): Promise<number> {
    writer.of(target, 'main').came(EVENT, Date.now(), () => 'k', '', '');
    await writer.flush();
    return rig.redis.xlen(rig.keys.of(target).trail);
  }

  it('stops before events are shed for want of memory, and makes room once some are', async () => {
    await takenPart(0.6);
    expect(await comes()).toBe(1);
    await takenPart(0.75);
    expect(await comes()).toBe(1);
    await takenPart(0.82);
    await rig.append(comments(1));
    expect(await comes()).toBe(0);
    await takenPart(0.6);
    await rig.append(comments(1, 'b'));
    expect(await comes()).toBe(1);
  });

  it('ends, also where it goes on just after a reporter has made room', async () => {
    const target = 'default/shed';
    const { redis, keys } = rig;
    await takenPart(0.6);
    const writer = collector();
    expect(await comes(writer, target)).toBe(1);
    await takenPart(0.82);
    await rig.append(comments(1), { target });
    const reporter = new TrailWriter({ redis, keys, failed: fail });
    const batch = { events: 1, reported: ['k'], dropped: {}, dead: [] };
    reporter.add(target, { k: 'settled', at: Date.now(), ...batch });
    await reporter.stop();
    expect(await redis.xlen(keys.of(target).trail)).toBe(0);
    expect(await comes(writer, target)).toBe(1);
    expect(await redis.pttl(keys.of(target).trail)).toBeGreaterThan(0);
  });

  it('ends, also where it could not begin as its first event came', async () => {
    const target = 'default/crowded';
    const begun = performance.now();
    const clock = jest.spyOn(performance, 'now');
    const writer = collector();
    await takenPart(0.75);
    await comes(writer, 'default/before');
    clock.mockReturnValue(begun + 4000);
    expect(await comes(writer, target)).toBe(0);
    await takenPart(0.6);
    clock.mockReturnValue(begun + 7000);
    expect(await comes(writer, target)).toBe(1);
    clock.mockRestore();
    expect(await rig.redis.pttl(rig.keys.of(target).trail)).toBeGreaterThan(0);
  });

  it('tells what becomes of the events that it has also where no other is added', async () => {
    const { redis, keys } = rig;
    const scribe = new TrailScribe({ kept: 'plain', salt: '' });
    const [writer, reporter] = [0, 1].map(() => {
      return new TrailWriter({ redis, keys, scribe, failed: fail });
    }) as [TrailWriter, TrailWriter];
    await takenPart(0.6);
    await rig.append(comments(1, 'c'));
    writer.of(TARGET, 'main').came(EVENT, Date.now(), () => 'told', '', '');
    await writer.stop();
    await takenPart(0.75);
    const settled = { events: 1, reported: ['told'], dropped: {}, dead: [] };
    reporter.add(TARGET, { k: 'settled', at: Date.now(), ...settled });
    await reporter.stop();
    const told = await new TrailReader(redis, keys, scribe).told(TARGET, { query: '', limit: 1 });
    expect(told.events).toMatchObject([{ state: 'reported' }]);
  });
});
