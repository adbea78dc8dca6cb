import { LossMark } from '#event-buffer';
import { SweepTimer } from '../../../apps/relay/src/reporter/upkeep/sweep-timer.js';
import { BufferRig } from '../../event-buffer/support/buffer-rig.js';
import { eventually } from '../../support/eventually.js';
import { RedisServer } from '../../support/redis-server.js';
import { ShiftedClock } from '../../support/shifted-clock.js';

const HOUR_S = 3600;

describe('a loss of all that Redis held', () => {
  let clock: ShiftedClock;
  let redis: RedisServer;
  let rig: BufferRig;
  let timer: SweepTimer;
  let looks = 0;
  let told = 0;

  beforeEach(async () => {
    clock = new ShiftedClock();
    redis = await RedisServer.start({ environment: clock.environment });
    rig = await BufferRig.open(redis);
    await new LossMark(rig.redis, rig.keys).ageMs();
    [looks, told] = [0, 0];
  });
  afterEach(async () => {
    timer.stop();
    rig.close();
    await redis.stop();
    await clock.stop();
  });

  /** A reporter that starts, and looks often. */
  async function start(): Promise<void> {
    const loss = new LossMark(rig.redis, rig.keys);
    await loss.ageMs();
    timer = new SweepTimer({
      loss,
      queue: { keepSweep: async () => false },
      sweep: { ageMs: 0, run: async () => {} },
      recount: { step: async () => void looks++ },
      rounds: { step: async () => {} },
      listener: { repaired: () => {}, lostAll: () => told++, failed: () => {} },
      everyMs: 20,
    });
    timer.start(async () => {});
  }

  /** Redis is emptied, where that is said, and the reporter looks again. */
  async function looked(isEmptied = false, times = 2): Promise<void> {
    if (isEmptied) await rig.redis.flushall();
    const before = looks;
    await eventually(() => looks > before + times, 'it looks');
  }

  async function noticedAt(): Promise<number> {
    return new LossMark(rig.redis, rig.keys).noticedAt();
  }

  it('is told once, each, and not where it was before the reporter began', async () => {
    await rig.redis.flushall();
    await start();
    await looked();
    expect(told).toBe(0);
    await looked(true);
    expect(told).toBe(1);
    await looked(true);
    expect(told).toBe(2);
  });

  it("is not told again where Redis's clock is set back", async () => {
    await start();
    // For more than a second.
    await looked(true, 60);
    for (const seconds of [-0.5, -HOUR_S]) {
      clock.shift(seconds);
      await looked();
    }
    expect(told).toBe(1);
    expect(await noticedAt()).toBe(0);
    await looked(true);
    expect(told).toBe(2);
  });

  it('is not of just now for as long as the clock of Redis was ahead', async () => {
    await start();
    clock.shift(24 * HOUR_S);
    await looked(true);
    expect(told).toBe(1);
    clock.shift(0);
    await looked();
    expect(await noticedAt()).toBe(0);
    expect(told).toBe(1);
  });
});
