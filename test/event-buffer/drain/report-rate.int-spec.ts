import { ReportRate } from '#event-buffer';
import { RedisServer } from '../../support/redis-server.js';
import { BufferRig } from '../support/buffer-rig.js';

/** Between which two moments, in ms of Redis's clock, the use of a token begins. */
interface Grant {
  readonly from: number;
  readonly until: number;
  readonly inMs: number;
}

/** A token was taken between two looks at the clock, however busy the machine is. */
async function grant(redis: BufferRig['redis'], limit: ReportRate): Promise<Grant> {
  const [before, inMs, after] = await Promise.all([redis.time(), limit.take(), redis.time()]);
  return { from: msOf(before) + inMs, until: msOf(after) + inMs, inMs };
}

/** Redis tells the seconds and the microseconds of one. The limit counts in whole ms. */
function msOf([seconds, micros]: readonly (string | number)[]): number {
  return Number(seconds) * 1000 + Math.floor(Number(micros) / 1000);
}

/** Over what time, at the most, each `n + 1` grants in a row were spread. */
function spansMs(granted: readonly Grant[], n: number): number[] {
  return granted.slice(n).map((_, i) => {
    const row = granted.slice(i, i + n + 1);
    return Math.max(...row.map(({ until }) => until)) - row[0]!.from;
  });
}

describe('the limit on reports a second', () => {
  const rigs: BufferRig[] = [];

  async function open(prefix?: string, server?: RedisServer): Promise<BufferRig> {
    const rig = await BufferRig.open(server, prefix);
    rigs.push(rig);
    return rig;
  }

  afterEach(() => rigs.splice(0).forEach((rig) => rig.close()));

  /** Asks for so many tokens, from several clients at once; what they got, in order. */
  async function grants(rate: number, clients: number, each: number): Promise<Grant[]> {
    const first = await open();
    const all = [first];
    while (all.length < clients) all.push(await open(first.prefix));
    const taken = await Promise.all(
      all.map(async ({ redis, keys }) => {
        const limit = new ReportRate(redis, keys, 'default', rate);
        const granted: Grant[] = [];
        for (let i = 0; i < each; i++) granted.push(await grant(redis, limit));
        return granted;
      }),
    );
    return taken.flat().sort((a, b) => a.from - b.from);
  }

  it('grants no more than its number in any second', async () => {
    const spans = spansMs(await grants(10, 4, 15), 10);
    expect(spans).toHaveLength(50);
    expect(Math.min(...spans)).toBeGreaterThanOrEqual(1000);
  });

  it('keeps a limit that is no whole number, and has it used up', async () => {
    expect(Math.min(...spansMs(await grants(2.5, 2, 5), 3))).toBeGreaterThanOrEqual(1200);
    const { redis, keys } = await open();
    const limit = new ReportRate(redis, keys, 'default', 33.3);
    const turns = await Promise.all(Array.from({ length: 334 }, async () => limit.take()));
    expect(turns.at(-1)).toBeLessThanOrEqual(10_000);
    const slow = await grants(0.1, 1, 3);
    expect(Math.round(spansMs(slow, 2)[0]! / 1000)).toBe(20);
  });

  it('ignores tokens that were taken while the clock was ahead', async () => {
    const { redis, keys } = await open();
    const now = msOf(await redis.time());
    const limit = new ReportRate(redis, keys, 'default', 1);
    await redis.lpush(keys.rate('default'), now + 86_400_000);
    expect(await limit.take()).toBe(0);
    // Nearer ones may be of callers that wait.
    await redis.del(keys.rate('default'));
    await redis.lpush(keys.rate('default'), now + 60_000);
    expect(await limit.take()).toBeGreaterThan(0);
  });

  it('grants turns in the order of asking', async () => {
    const { redis, keys } = await open();
    const limit = new ReportRate(redis, keys, 'default', 3);
    const asked = await Promise.all(Array.from({ length: 50 }, async () => grant(redis, limit)));
    expect(asked.slice(0, 3).map(({ inMs }) => inMs)).toEqual([0, 0, 0]);
    for (let i = 0; i + 1 < asked.length; i++) {
      expect(asked[i + 1]!.until).toBeGreaterThanOrEqual(asked[i]!.from);
    }
    // And none is wasted: the last has its turn sixteen seconds after the second, of three each.
    const inMs = asked.at(-1)!.from - asked[1]!.until;
    expect(inMs).toBeGreaterThan(10_000);
    expect(inMs).toBeLessThanOrEqual(16_000);
  });

  it('is kept for each project apart', async () => {
    const { redis, keys } = await open();
    const [one, two] = ['a', 'b'].map((name) => new ReportRate(redis, keys, name, 0.01));
    expect([await one!.take(), await two!.take()]).toEqual([0, 0]);
    expect(await one!.take()).toBeGreaterThan(0);
  });

  it('leaves nothing behind once all tokens are back', async () => {
    const { redis, keys } = await open();
    const limit = new ReportRate(redis, keys, 'default', 5);
    const from = msOf(await redis.time());
    for (let i = 0; i < 20; i++) await limit.take();
    const key = keys.rate('default');
    expect(await redis.llen(key)).toBeLessThanOrEqual(6);
    const lives = await redis.pttl(key);
    expect(lives).toBeLessThanOrEqual(5000);
    // The last turns are three seconds after the first ones.
    expect(msOf(await redis.time()) + lives - from).toBeGreaterThan(4000);
  });

  it('grants tokens where Redis is full, since reports free memory', async () => {
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
