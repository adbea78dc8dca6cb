import { randomBytes } from 'node:crypto';
import { Cluster, Redis } from 'ioredis';
import { carryKeys } from '../../apps/relay/src/embedded-redis/carry-keys.js';
import { RedisCluster } from '../support/redis-cluster.js';
import { RedisServer } from '../support/redis-server.js';
import { Stage } from '../support/stage.js';

const PREFIX = 'shop';
const OTHERS = 'other:key';

/** A server of the test's own, and a connection to it. */
async function serverOn(stage: Stage, settings: Readonly<Record<string, string>> = {}) {
  const server = stage.opens(await RedisServer.start({ settings }));
  const redis = new Redis(server.url);
  stage.opens({ stop: async () => redis.disconnect() });
  return redis;
}

/** A Redis with keys of an installation, of every kind and kind of name. */
async function installation(stage: Stage): Promise<Redis> {
  const redis = await serverOn(stage);
  await redis.set(`${PREFIX}:salt`, randomBytes(16));
  await redis.hset(`${PREFIX}:{default/room}:ledger`, 'received', '3');
  await redis.set(`${PREFIX}:{default/room}:lease`, 'x', 'PX', 600_000);
  await redis.zadd(`{${PREFIX}:queue}:live-event-reports:delayed`, 1, 'a');
  for (let i = 0; i < 400; i++) {
    await redis.xadd(`${PREFIX}:{default/room}:events`, '*', 'e', randomBytes(4096));
  }
  await redis.set(OTHERS, 'stays');
  return redis;
}

/** The value of every key, as one text each. */
async function dumpsOf(redis: Redis | Cluster, keys: readonly string[]): Promise<string[]> {
  return Promise.all(
    keys.map(async (key) => `${key} ${(await redis.dumpBuffer(key))?.toString('base64')}`),
  );
}

async function ownKeys(from: Redis): Promise<string[]> {
  return (await from.keys('*')).filter((key) => key !== OTHERS);
}

describe('carryKeys', () => {
  it(
    'copies every key of the prefix with its value and time to live, and none of others',
    Stage.of(async (stage) => {
      const from = await installation(stage);
      const to = await serverOn(stage);
      // A copy was killed in the midst.
      await to.set(`${PREFIX}:moving:{${PREFIX}:salt}`, 'half');
      const keys = await ownKeys(from);
      expect(await carryKeys(from, to, PREFIX)).toBe(keys.length);
      expect((await to.keys('*')).sort()).toEqual([...keys].sort());
      expect(await dumpsOf(to, keys)).toEqual(await dumpsOf(from, keys));
      expect(await to.pttl(`${PREFIX}:{default/room}:lease`)).toBeGreaterThan(0);
      await expect(carryKeys(from, to, PREFIX)).rejects.toThrow(/already.*\/1/u);
      expect((await to.keys('*')).length).toBe(keys.length);
    }),
  );

  it('copies into a cluster', async () =>
    RedisCluster.with(async ({ masters }) =>
      Stage.of(async (stage) => {
        const from = await installation(stage);
        const to = new Cluster(masters.map(({ port }) => ({ host: '127.0.0.1', port })));
        stage.opens({ stop: async () => to.disconnect() });
        const carry = async () => carryKeys(from, to as unknown as Redis, PREFIX);
        const keys = await ownKeys(from);
        expect(await carry()).toBe(keys.length);
        expect(await dumpsOf(to, keys)).toEqual(await dumpsOf(from, keys));
        await expect(carry()).rejects.toThrow(/already/u);
      })(),
    ));

  it.each([
    ['is too small', { maxmemory: '1800kb' }, /too little memory.*\d MiB/u],
    ['evicts', { 'maxmemory-policy': 'allkeys-lru' }, /allkeys-lru.*noeviction/u],
  ])('leaves nothing in a Redis that %s, and says so', async (_what, settings, words) =>
    Stage.of(async (stage) => {
      const from = await installation(stage);
      const to = await serverOn(stage, settings);
      await expect(carryKeys(from, to, PREFIX)).rejects.toThrow(words);
      expect(await to.keys('*')).toEqual([]);
    })(),
  );

  it(
    'says which command a user may not give',
    Stage.of(async (stage) => {
      const from = await installation(stage);
      const to = await serverOn(stage);
      await to.call('ACL', 'SETUSER', 'default', '-restore');
      await expect(carryKeys(from, to, PREFIX)).rejects.toThrow(/\+restore/u);
      expect(await to.keys('*')).toEqual([]);
    }),
  );

  it(
    'says that there is nothing to carry, and of which prefix there is nothing',
    Stage.of(async (stage) => {
      const to = await serverOn(stage);
      await expect(carryKeys(await serverOn(stage), to, PREFIX)).rejects.toThrow(/is empty/u);
      await expect(carryKeys(await installation(stage), to, 'another')).rejects.toThrow(
        /none of the prefix another/u,
      );
    }),
  );
});
