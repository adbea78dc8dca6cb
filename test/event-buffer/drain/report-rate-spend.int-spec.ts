import { ReportRate, type BufferRedis } from '#event-buffer';
import { RedisServer } from '../../support/redis-server.js';
import { eventually } from '../../support/eventually.js';
import { BufferRig } from '../support/buffer-rig.js';

async function millisOf(redis: BufferRedis): Promise<number> {
  const [seconds, micros] = await redis.time();
  return Number(seconds) * 1000 + Math.floor(Number(micros) / 1000);
}

describe('spending the tokens of the limit on reports', () => {
  const rigs: BufferRig[] = [];

  async function open(server?: RedisServer): Promise<BufferRig> {
    const rig = await BufferRig.open(server);
    rigs.push(rig);
    return rig;
  }

  afterEach(() => rigs.splice(0).forEach((rig) => rig.close()));

  it('lets no more go at once than the limit, however many turns are late', async () => {
    const { redis, keys } = await open();
    const limit = new ReportRate(redis, keys, 'default', 5);
    const waits = await Promise.all(Array.from({ length: 20 }, async () => limit.spend()));
    expect(waits.slice(0, 5)).toEqual([0, 0, 0, 0, 0]);
    for (const wait of waits.slice(5)) {
      expect(wait).toBeGreaterThan(0);
      expect(wait).toBeLessThanOrEqual(1050);
    }
    // Asking costs nothing: only what was let go counts.
    expect(await redis.llen(keys.spent('default'))).toBe(5);
    expect(await redis.pttl(keys.spent('default'))).toBeGreaterThan(0);
  });

  it('of different limits, as while one process after the other gets another, the highest holds for all', async () => {
    const { redis, keys } = await open();
    const [ten, two] = [10, 2].map(
      (perSecond) => new ReportRate(redis, keys, 'default', perSecond),
    );
    const asks = Array.from({ length: 6 }, () => [ten!, two!]).flat();
    const [turns, , ...after] = await Promise.all([
      Promise.all(asks.map(async (one) => one.spend())),
      // As if the process with the higher limit had ended: the lower one holds, and what went counts for both.
      redis.hdel(keys.bids('default'), '='),
      two!.spend(),
      ten!.spend(),
    ]);
    expect(turns.slice(0, 10)).toEqual(Array(10).fill(0));
    expect([...turns.slice(10), ...after].map(Math.sign)).toEqual([1, 1, 1, 1]);
    expect(await redis.pttl(keys.bids('default'))).toBeGreaterThan(0);
    // To an earlier version it is a bid, and must not be one of now.
    const [, at] = (await redis.hget(keys.bids('default'), '='))!.split(':');
    expect(Math.abs(Number(at) - Date.now())).toBeGreaterThan(86_400_000);
  });

  it('a limit that is lowered holds once nobody has the higher one', async () => {
    const { redis, keys } = await open();
    const [ten, two] = [10, 2].map(
      (perSecond) => new ReportRate(redis, keys, 'default', perSecond),
    );
    expect(await ten!.spend()).toBe(0);
    // As if so much time had gone by.
    await redis.del(keys.spent('default'), keys.bids('default'));
    const turns = await Promise.all([two!.spend(), two!.spend(), two!.spend()]);
    expect(turns.map(Math.sign)).toEqual([0, 0, 1]);
    expect(await redis.llen(keys.spent('default'))).toBe(2);
  });

  it('a free moment waits for the process whose report matters more', async () => {
    const { redis, keys } = await open();
    const [less, more] = [0, 1].map(() => new ReportRate(redis, keys, 'default', 0.5));
    await eventually(async () => {
      await redis.del(keys.spent('default'), keys.bids('default'));
      expect(await more!.spend()).toBe(0);
      expect(await more!.spend(10)).toBeGreaterThan(0);
      expect(await less!.spend(20)).toBeGreaterThan(0);
      // As if the period had just gone by.
      await redis.lset(keys.spent('default'), 0, String((await millisOf(redis)) - 2100));
      // On a busy machine that is long over before anybody asks.
      if ((await less!.spend(20)) === 0) return false;
      expect(await more!.spend(10)).toBe(0);
      return true;
    }, 'the one that matters less is put off');
    // Its bid is over with its turn, and nobody waits for it any more.
    await redis.del(keys.spent('default'));
    expect(await less!.spend(20)).toBe(0);
  });

  it('every other moment is for what is overdue, though that process has nothing that matters as much', async () => {
    const { redis, keys } = await open();
    const [late, paid] = [0, 1].map(() => new ReportRate(redis, keys, 'default', 0.5));
    const isLate = async (): Promise<number> => {
      const { moments, askInMs } = await late!.takeNext([30], 1);
      return moments[0] === undefined ? askInMs : 0 - Number(moments[0].isOverdue);
    };
    const matters = () => paid!.spend(10);
    /** Both wait until the period has gone by, and then the first of them asks before the second. */
    const turn = async (first: () => Promise<number>, second: () => Promise<number>) => {
      expect(await isLate()).toBeGreaterThan(0);
      expect(await matters()).toBeGreaterThan(0);
      await redis.lset(keys.spent('default'), 0, String((await millisOf(redis)) - 2100));
      return [await first(), await second()];
    };
    await eventually(async () => {
      await redis.del(keys.spent('default'), keys.bids('default'));
      expect(await paid!.spend()).toBe(0);
      const turns = [
        ...(await turn(matters, isLate)),
        ...(await turn(isLate, matters)),
        ...(await turn(matters, isLate)),
      ];
      // On a busy machine nobody is waited for any more.
      return turns.map(Math.sign).join() === '1,-1,1,0,1,-1';
    }, 'they have turns in turn');
  });

  it('counts on its part of the turns for what is overdue, by the processes that wait and not by those that ended', async () => {
    const { redis, keys } = await open();
    const [bids, spent] = [keys.bids('default'), keys.spent('default')];
    const [one, other] = [0, 1].map(() => new ReportRate(redis, keys, 'default', 0.5));
    expect(await one!.spend(10)).toBe(0);
    const alone = one!.overduePerMs;
    expect(await other!.spend(20)).toBeGreaterThan(0);
    expect(await one!.spend(10)).toBeGreaterThan(0);
    expect(one!.overduePerMs).toBe(alone / 2);
    const [ended] = Object.entries(await redis.hgetall(bids)).find(([, bid]) =>
      bid.startsWith('20:'),
    )!;
    await redis.hset(bids, ended, '20:1');
    await eventually(async () => {
      // As if the period had just gone by.
      await redis.lset(spent, 0, String((await millisOf(redis)) - 2100));
      expect(await one!.spend(10)).toBe(0);
      return (await redis.hexists(bids, ended)) === 0;
    }, 'the bid of the process that ended is forgotten');
    expect(await one!.spend(10)).toBeGreaterThan(0);
    expect(one!.overduePerMs).toBe(alone);
  });

  it('keeps a limit of less than a report a day', async () => {
    const { redis, keys } = await open();
    const limit = new ReportRate(redis, keys, 'default', 1e-5);
    const turns = [await limit.spend(), await limit.spend(), await limit.spend()];
    expect(turns.map(Math.sign)).toEqual([0, 1, 1]);
  });

  it('one question has all turns that become free until a near Redis has answered the next one', async () => {
    const { redis, keys } = await open();
    const limit = new ReportRate(redis, keys, 'default', 200);
    const bids = Array.from({ length: limit.momentsMax }, (_, i) => 2 + i);
    const { moments } = await limit.takeNext(bids, 0);
    expect(moments.length).toBeGreaterThanOrEqual((200 * 25) / 1000);
  });

  it('remembers only so many reports, also where the limit is used up without a pause', async () => {
    const { redis, keys } = await open();
    const limit = new ReportRate(redis, keys, 'default', 10);
    const now = await millisOf(redis);
    const went = Array.from({ length: 500 }, (_, ago) => String(now - 960 - 105 * ago));
    await redis.rpush(keys.spent('default'), ...went);
    expect(await limit.spend()).toBe(0);
    expect(await redis.llen(keys.spent('default'))).toBe(10);
  });

  it('ignores times of a clock that was set back', async () => {
    const { redis, keys } = await open();
    await redis.lpush(keys.spent('default'), String(Date.now() + 3_600_000));
    expect(await new ReportRate(redis, keys, 'default', 1).spend()).toBe(0);
  });

  it('lets reports go where Redis is full, since reports free memory', async () => {
    const server = await RedisServer.start({ settings: { maxmemory: '100kb' } });
    try {
      const { redis, keys } = await open(server);
      expect(await new ReportRate(redis, keys, 'default', 1).spend()).toBe(0);
    } finally {
      rigs.splice(0).forEach((rig) => rig.close());
      await server.stop();
    }
  });
});
