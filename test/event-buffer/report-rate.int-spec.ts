import { ReportRate } from '#event-buffer';
import { RedisServer } from '../support/redis-server.js';
import { BufferRig } from './buffer-rig.js';

describe('the limit on reports a second', () => {
  const rigs: BufferRig[] = [];

  async function open(prefix?: string, server?: RedisServer): Promise<BufferRig> {
    const rig = await BufferRig.open(server, prefix);
    rigs.push(rig);
    return rig;
  }

  afterEach(() => rigs.splice(0).forEach((rig) => rig.close()));

  /** Asks for so many tokens, from several clients at once; when each may send, by Redis. */
  async function grants(rate: number, clients: number, each: number): Promise<number[]> {
    const first = await open();
    const all = [first];
    while (all.length < clients) all.push(await open(first.prefix));
    const taken = await Promise.all(
      all.map(async ({ redis, keys }) => {
        const limit = new ReportRate(redis, keys, 'default', rate);
        const moments: number[] = [];
        for (let i = 0; i < each; i++) {
          // The time before and the token in one go, so that the moment is known to a little.
          const [time, inMs] = await Promise.all([redis.time(), limit.take()]);
          moments.push(Number(time[0]) * 1000 + Number(time[1]) / 1000 + inMs);
        }
        return moments;
      }),
    );
    return taken.flat().sort((a, b) => a - b);
  }

  /** Redis tells whole ms, and other clients' commands may run in between. */
  const SLACK_MS = 40;

  it('grants no second more than its number, wherever the second starts', async () => {
    const moments = await grants(10, 4, 15);
    for (let i = 0; i + 10 < moments.length; i++) {
      expect(moments[i + 10]! - moments[i]!).toBeGreaterThanOrEqual(1000 - SLACK_MS);
    }
  });

  it('keeps a limit that is no whole number by even steps', async () => {
    const moments = await grants(2.5, 2, 5);
    for (let i = 0; i + 1 < moments.length; i++) {
      expect(moments[i + 1]! - moments[i]!).toBeGreaterThanOrEqual(400 - SLACK_MS);
    }
    const slow = await grants(0.1, 1, 3);
    expect(Math.round((slow[2]! - slow[0]!) / 1000)).toBe(20);
  });

  it('serves in the order of asking', async () => {
    const { redis, keys } = await open();
    const limit = new ReportRate(redis, keys, 'default', 3);
    const waits = await Promise.all(Array.from({ length: 50 }, async () => limit.take()));
    expect(waits.slice(0, 3)).toEqual([0, 0, 0]);
    // Each is told how long to wait from its own moment, which is later by a little.
    for (let i = 0; i + 1 < waits.length; i++) {
      expect(waits[i + 1]).toBeGreaterThanOrEqual(waits[i]! - SLACK_MS);
    }
    expect(waits[3]).toBeGreaterThan(900);
    // And none is wasted: the last has its turn after sixteen others of three each.
    expect(waits.at(-1)).toBeLessThanOrEqual(16_000);
  });

  it('is kept for each project apart', async () => {
    const { redis, keys } = await open();
    const [one, two] = ['a', 'b'].map((name) => new ReportRate(redis, keys, name, 1));
    expect([await one!.take(), await two!.take()]).toEqual([0, 0]);
    expect(await one!.take()).toBeGreaterThan(0);
  });

  it('leaves nothing behind once all tokens are back', async () => {
    const { redis, keys } = await open();
    const limit = new ReportRate(redis, keys, 'default', 5);
    for (let i = 0; i < 20; i++) await limit.take();
    const key = keys.rate('default');
    expect(await redis.llen(key)).toBeLessThanOrEqual(6);
    const lives = await redis.pttl(key);
    expect(lives).toBeGreaterThan(4000);
    expect(lives).toBeLessThanOrEqual(5000);
  });

  it('grants tokens where Redis is full, since reports are what frees it', async () => {
    const server = await RedisServer.start({ settings: { maxmemory: '100kb' } });
    try {
      const { redis, keys } = await open(undefined, server);
      expect(await new ReportRate(redis, keys, 'default', 1).take()).toBe(0);
    } finally {
      rigs.splice(0).forEach((rig) => rig.close());
      await server.stop();
    }
  });
});
