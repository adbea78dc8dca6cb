import type { LiveEvent } from '#live-event';
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

  beforeAll(async () => {
    server = await RedisServer.start({ settings: { maxmemory: '100mb' } });
    rig = await BufferRig.open(server);
    // So much that what connections take is nothing beside it, and not through one of them.
    await rig.redis.setrange('ballast', 40_000_000, 'x');
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

  /** An event comes. @returns how many records the trail has then. */
  async function comes(): Promise<number> {
    const { redis, keys } = rig;
    const scribe = new TrailScribe({ kept: 'plain', salt: '' });
    const writer = new TrailWriter({ redis, keys, scribe, failed: fail });
    writer.of(TARGET, 'main').came(EVENT, Date.now(), () => 'k', '', '');
    await writer.stop();
    return redis.xlen(keys.of(TARGET).trail);
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
});
