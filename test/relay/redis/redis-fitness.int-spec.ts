import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Server } from 'node:net';
import { BUILD_MS_MAX, ensureBuilt } from '../../support/built-relay.js';
import { RedisServer } from '../../support/redis-server.js';
import { RelayProcess } from '../../support/relay-process.js';
import { Simulator } from '../../../apps/simulator/src/index.js';
import { RelayRig } from '../support/relay-rig.js';

/** The network to a Redis that says it is of another version. */
async function versionProxy(redis: RedisServer, version: string): Promise<Server> {
  const proxy = createServer((near) => {
    const far = connect(redis.port, '127.0.0.1');
    for (const one of [near, far]) one.on('error', () => one.destroy());
    near.pipe(far);
    far.on('data', (bytes: Buffer) => {
      // Of the same length, since the answer tells its length before.
      const told = bytes.toString('latin1').replace(/redis_version:[\d.]+/u, (field) => {
        return `redis_version:${version}`.padEnd(field.length, '0').slice(0, field.length);
      });
      near.write(told, 'latin1');
    });
    far.on('close', () => near.destroy());
    near.on('close', () => far.destroy());
  });
  proxy.listen(0, '127.0.0.1');
  await once(proxy, 'listening');
  return proxy;
}

describe('a Redis that the relay cannot rely on', () => {
  beforeAll(ensureBuilt, BUILD_MS_MAX);

  it('evicts: is named once in the log, and in /readyz as long as it does', async () => {
    const settings = { 'maxmemory-policy': 'allkeys-lru', maxmemory: '100mb' };
    const redis = await RedisServer.start({ aof: true, settings });
    try {
      await RelayRig.with({ redis }, async ({ relay }) => {
        const told = relay.logLines.filter((line) => line.includes('"redis_unfit"'));
        expect(told.map((line) => JSON.parse(line) as object)).toEqual([
          expect.objectContaining({
            reason: 'redis-eviction',
            msg: 'Redis: allkeys-lru: a full Redis throws events away.',
            wayOut: expect.stringContaining('noeviction'),
          }),
        ]);
        const [probe] = relay.relay.probes();
        expect(await probe!.check()).toEqual({
          ok: false,
          why: expect.stringContaining('allkeys-lru'),
        });
        await relay.relay.redis.config('SET', 'maxmemory-policy', 'noeviction');
        expect(await probe!.check()).toEqual({ ok: true });
      });
    } finally {
      await redis.stop();
    }
  }, 180_000);

  it('is warned of where it has no persistence, or no maxmemory', async () => {
    await RelayRig.with({}, async ({ relay }) => {
      const reasons = relay.logLines
        .filter((line) => line.includes('"redis_unfit"'))
        .map((line) => (JSON.parse(line) as { reason: string }).reason);
      expect(reasons).toEqual(['redis-persistence', 'redis-memory']);
    });
  }, 180_000);

  it('is refused in a sentence where it is too old', async () => {
    const redis = await RedisServer.start();
    const simulator = await new Simulator().start();
    const proxy = await versionProxy(redis, '6.0.9');
    const { port } = proxy.address() as AddressInfo;
    const { roomId, jobId } = simulator.rooms[0]!;
    const relay = await RelayProcess.spawn({
      redisUrl: `redis://127.0.0.1:${port}`,
      simulator,
      prefix: 'too-old',
      bridges: [
        {
          name: 'chat',
          source: {
            type: 'twitch-irc',
            channel: 'somebody',
            url: simulator.chatUrls['twitch-irc'],
          },
          target: { roomId, jobId },
        },
      ],
    });
    try {
      let stderr = '';
      relay.child.stderr!.on('data', (text: string) => (stderr += text));
      expect(await relay.exited).toEqual({ code: 1, signal: null });
      expect(stderr).toMatch(/^Redis: version 6\.0\.9\d* is too old\. Run Redis 6\.2 or newer\.$/m);
      expect(stderr).not.toContain('    at ');
    } finally {
      await relay.end();
      proxy.close();
      await simulator.stop();
      await redis.stop();
    }
  }, 180_000);
});
