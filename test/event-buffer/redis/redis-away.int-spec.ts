import { once } from 'node:events';
import { connectBufferRedis } from '#event-buffer';
import { eventually } from '../../support/eventually.js';
import { RedisServer } from '../../support/redis-server.js';
import { addressOf, BufferRig, comments, TARGET } from '../support/buffer-rig.js';

describe('the buffer while Redis is away', () => {
  let server: RedisServer;
  let rig: BufferRig;

  beforeEach(async () => {
    server = await RedisServer.start({ aof: true });
    rig = await BufferRig.open(server);
  });
  afterEach(async () => {
    rig.close();
    await server.stop();
  });

  it('fails a call at once instead of keeping it, also before the first connection', async () => {
    const early = connectBufferRedis(addressOf(server), () => undefined);
    await expect(early.get('key')).rejects.toThrow('enableOfflineQueue');
    await once(early, 'ready');
    expect(await early.get('key')).toBeNull();
    early.disconnect();
    const closed = once(rig.redis, 'close');
    await server.kill();
    await closed;
    await expect(rig.append(comments(1))).rejects.toThrow('enableOfflineQueue');
  });

  it('applies an append once whose answer came too late, and matches answers to calls', async () => {
    await rig.append(comments(2));
    server.suspend();
    const late = rig.append(comments(3, 'late'), { number: 2 });
    await expect(late).rejects.toThrow('Command timed out');
    server.resume();
    expect(await rig.append(comments(3, 'late'), { number: 2 })).toMatchObject({ depthAfter: 5 });
    expect(await rig.append(comments(1, 'next'), { number: 3 })).toMatchObject({
      depthBefore: 5,
      depthAfter: 6,
    });
    expect(await rig.reportAll()).toEqual(['0', '1', 'late0', 'late1', 'late2', 'next0']);
    expect(await rig.row()).toMatchObject({ received: 6, reported: 6 });
  }, 180_000);

  it('applies a settle once that was sent before Redis died, however often it is repeated', async () => {
    await rig.append(comments(4));
    const drain = await rig.drain();
    await drain.readAhead();
    const batch = drain.window.cut({
      events: 3,
      bytes: 1e6,
      expiredBefore: { paid: 0, chat: 0, ambient: 0 },
    });
    expect(await drain.settle(batch, true)).toBe(true);
    await server.kill();
    await expect(drain.settle(batch, true)).rejects.toThrow();
    await server.restart();
    await eventually(() => rig.redis.status === 'ready', 'the connection is back');
    expect(await drain.settle(batch, true)).toBe(true);
    expect(await rig.row()).toMatchObject({ reported: 3, waiting: 1 });
    expect(await rig.ledger.table.waiting(TARGET)).toBe(1);
    expect(await rig.reportAll()).toEqual(['3']);
  });
});
