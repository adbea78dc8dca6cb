import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from '#loopback';
import { BUILD_MS_MAX, ensureBuilt, liveRelay } from '../support/built-relay.js';
import { eventually } from '../support/eventually.js';
import { RedisServer } from '../support/redis-server.js';
import { ask, IngestRig, TARGET, textOf } from './ingest-rig.js';

const PREFIX = 'push-kill';

describe('a process that is killed after it answered 202', () => {
  let redis: RedisServer;
  let folder: string;
  beforeAll(async () => {
    ensureBuilt();
    redis = await RedisServer.start({ aof: true });
    folder = await mkdtemp(join(tmpdir(), 'live-event-relay-ingest-'));
  }, BUILD_MS_MAX);
  afterAll(async () => {
    await redis.stop();
    await rm(folder, { recursive: true, force: true });
  });

  it('leaves every event that it answered for in Redis', async () => {
    const port = await freePort();
    const file = join(folder, 'relay.yaml');
    const bridge = {
      name: 'shop',
      source: { type: 'push' },
      target: TARGET,
    };
    const metastudio = { endpoint: 'http://127.0.0.1:9', projectId: 'p' };
    const auth = { type: 'token', token: 'a-token' };
    const config = {
      metastudio: { ...metastudio, auth },
      bridges: [bridge],
      redis: { prefix: PREFIX },
    };
    await writeFile(file, JSON.stringify(config));
    const env = { REDIS_URL: redis.url, PORT: String(port), RELAY_ROLES: 'collector' };
    const child = liveRelay(['start', '--config', file], { cwd: folder, env });
    child.stdout.resume();
    const accepted: string[] = [];
    try {
      const push = async (id: number): Promise<boolean> => {
        const event = { type: 'comment', id: String(id), user: { id: 1 }, text: `no ${id}` };
        const { status } = await ask(port, '/ingest/shop', 'POST', JSON.stringify(event), {});
        if (status === 202) accepted.push(`no ${id}`);
        return status === 202;
      };
      await eventually(async () => push(0).catch(() => false), 'the relay takes pushes');
      const pushers = [1, 2, 3, 4].map(async (pusher) => {
        for (let id = pusher * 10_000; await push(id).catch(() => false); id++);
      });
      await eventually(() => accepted.length > 100, 'a hundred are accepted');
      const ended = once(child, 'close');
      child.kill('SIGKILL');
      await Promise.all([ended, ...pushers]);
    } finally {
      child.kill('SIGKILL');
    }
    const rig = await IngestRig.start({
      redis,
      sources: { shop: { type: 'push' } },
      prefix: PREFIX,
    });
    try {
      const there = new Set((await rig.buffered()).map(textOf));
      expect(accepted.filter((text) => !there.has(text))).toEqual([]);
      expect(accepted.length).toBeGreaterThan(100);
    } finally {
      await rig.stop();
    }
  }, 180_000);
});
