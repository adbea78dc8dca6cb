import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Redis } from 'ioredis';
import { stringify } from 'yaml';
import { Simulator } from '../../apps/simulator/src/index.js';
import { ensureBuilt, liveRelay } from '../support/built-relay.js';
import { eventually } from '../support/eventually.js';
import { RedisServer } from '../support/redis-server.js';
import { Stage } from '../support/stage.js';
import { genericChat } from '../support/generic-chat.js';

ensureBuilt();

const PATIENCE_MS = 180_000;

/** A folder with a configuration that names no Redis, and the commands that run in it. */
class Shop {
  readonly folder = mkdtempSync(join(tmpdir(), 'live-event-relay-shop-'));
  readonly #environment: Record<string, string>;

  constructor(simulator: Simulator) {
    const { projectId, accessKey, secretKey } = simulator.settings;
    const [{ roomId, jobId }] = simulator.rooms as [Simulator['rooms'][number]];
    const auth = { type: 'aksk', accessKey: '${AK}', secretKey: '${SK}' };
    const source = genericChat(simulator, '1');
    const file = {
      metastudio: { endpoint: simulator.url, projectId, auth },
      bridges: [{ name: 'shop', source, target: { roomId, jobId } }],
      redis: 'embedded',
    };
    writeFileSync(join(this.folder, 'relay.yaml'), stringify(file));
    this.#environment = {
      AK: accessKey,
      SK: secretKey,
      PORT: '0',
      PATH: process.env['PATH'] ?? '',
    };
  }

  async stop(): Promise<void> {
    rmSync(this.folder, { recursive: true, force: true });
  }

  /** The address of the relay's own Redis, where it runs. */
  get running(): { readonly pid: number; readonly url: string } | undefined {
    try {
      return JSON.parse(
        readFileSync(join(this.folder, 'relay-redis/running.json'), 'utf8'),
      ) as never;
    } catch {
      return undefined;
    }
  }

  run(args: readonly string[], more: Record<string, string> = {}) {
    const child = liveRelay(args, { cwd: this.folder, env: { ...this.#environment, ...more } });
    let output = '';
    for (const from of [child.stdout, child.stderr]) {
      from.setEncoding('utf8').on('data', (text: string) => (output += text));
    }
    const ended = new Promise<number | null>((resolve) => child.once('exit', resolve));
    return { child, ended, said: () => output };
  }

  /** Runs a command to its end. */
  async done(args: readonly string[], more?: Record<string, string>): Promise<string> {
    const { ended, said } = this.run(args, more);
    const code = await ended;
    return `${String(code)} ${said()}`;
  }
}

describe('redis: embedded', () => {
  it(
    'starts its own Redis, which outlives crashes and stops last, and move-redis carries its events over',
    Stage.of(async (stage) => {
      const simulator = stage.opens(await new Simulator({ chatRate: 50 }).start());
      const other = stage.opens(await RedisServer.start());
      const shop = stage.opens(new Shop(simulator));
      expect(await shop.done(['status'])).toMatch(/^1 The relay does not run, and the Redis of/u);
      expect(await shop.done(['doctor'])).toContain(
        "is the relay's own: live-relay start starts it",
      );
      simulator.fault({ status: 503 });
      const first = shop.run(['start']);
      stage.opens({ stop: async () => void first.child.kill('SIGKILL') });
      const before = await eventually(() => shop.running, 'its Redis runs', PATIENCE_MS);
      const own = new Redis(before.url, { lazyConnect: true });
      stage.opens({ stop: async () => own.disconnect() });
      own.on('error', () => {});
      await own.connect();
      const settings = {
        maxmemory: '268435456',
        'maxmemory-policy': 'noeviction',
        appendonly: 'yes',
      };
      for (const [name, value] of Object.entries(settings)) {
        expect(await own.config('GET', name)).toContain(value);
      }
      const open = new Redis(before.url.replace(/:[^:@/]+@/u, ''), { maxRetriesPerRequest: 0 });
      open.on('error', () => {});
      await expect(open.get('relay:targets')).rejects.toThrow(/NOAUTH/u);
      open.disconnect();
      expect(statSync(join(shop.folder, 'relay-redis/running.json')).mode & 0o77).toBe(0);
      await eventually(
        async () => (await own.smembers('relay:targets')).length === 1,
        'events wait',
      );

      process.kill(before.pid, 'SIGKILL');
      await eventually(
        () => shop.running !== undefined && shop.running.pid !== before.pid,
        'it is started again',
        PATIENCE_MS,
      );
      expect(shop.running!.url).toBe(before.url);
      expect(await shop.done(['status'])).toMatch(/^\d [^]*shop/u);
      expect(await shop.done(['move-redis'], { REDIS_URL: other.url })).toMatch(
        /^1 The relay runs/u,
      );

      first.child.kill('SIGTERM');
      expect(await first.ended).toBe(0);
      expect(shop.running).toBeUndefined();
      expect(first.said()).not.toContain(new URL(before.url).password);
      expect(first.said()).not.toMatch(/"warn".*Redis: (Configuration loaded|Server initialized)/u);

      expect(await shop.done(['move-redis'], { REDIS_URL: other.url })).toMatch(
        /^0 \d+ keys carried/u,
      );
      expect(await shop.done(['move-redis'], { REDIS_URL: other.url })).toMatch(/^1 .*already/u);
      simulator.clearFaults();
      simulator.steerChat('generic', 'rate', { perSecond: 0 });
      const second = shop.run(['start'], { REDIS_URL: other.url });
      stage.opens({ stop: async () => void second.child.kill('SIGKILL') });
      await eventually(() => simulator.state().accepted.events > 0, 'what waited is reported');
      expect(shop.running).toBeUndefined();
      expect(second.said()).not.toContain('embedded_redis_left');
      second.child.kill('SIGTERM');
      await second.ended;
    }),
    2 * PATIENCE_MS,
  );

  it(
    'starts a Redis again that a relay which was killed has left, and that ends late',
    Stage.of(async (stage) => {
      const simulator = stage.opens(await new Simulator({ chatRate: 50 }).start());
      const shop = stage.opens(new Shop(simulator));
      const first = shop.run(['start']);
      stage.opens({ stop: async () => void first.child.kill('SIGKILL') });
      const before = await eventually(() => shop.running, 'its Redis runs', PATIENCE_MS);
      // A server that waits for its disk.
      process.kill(before.pid, 'SIGSTOP');
      stage.opens({ stop: async () => endNow(before.pid) });
      first.child.kill('SIGKILL');
      await first.ended;
      const second = shop.run(['start']);
      stage.opens({ stop: async () => void second.child.kill('SIGKILL') });
      await eventually(() => second.said().includes('"started"'), 'it has joined', PATIENCE_MS);
      process.kill(before.pid, 'SIGCONT');
      await eventually(
        () => (shop.running?.pid ?? before.pid) !== before.pid,
        'it is started again',
        PATIENCE_MS,
      );
      expect(shop.running!.url).toBe(before.url);
      await eventually(() => simulator.state().accepted.events > 0, 'events are reported');
      second.child.kill('SIGTERM');
      expect(await second.ended).toBe(0);
      expect(shop.running).toBeUndefined();
    }),
    2 * PATIENCE_MS,
  );
});

function endNow(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // It has ended.
  }
}
