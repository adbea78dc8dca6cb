import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { BUILD_MS_MAX, ensureBuilt, ROOT } from '../support/built-relay.js';
import { eventually } from '../support/eventually.js';
import { RedisServer } from '../support/redis-server.js';

const FILE = `metastudio: { endpoint: "http://127.0.0.1:9", projectId: p, auth: { type: token, token: "\${TOKEN}" } }
bridges: [{ name: one, source: { type: push }, target: { roomId: room, jobId: job } }]
redis: { prefix: start-script }
`;

describe('scripts/start', () => {
  let folder: string;

  beforeAll(() => {
    ensureBuilt();
    folder = mkdtempSync(join(tmpdir(), 'live-relay-start-'));
  }, BUILD_MS_MAX);
  afterAll(() => rmSync(folder, { recursive: true }));

  it('starts the relay with the file that .env names, and asks for no other', async () => {
    const { url } = await RedisServer.shared();
    writeFileSync(join(folder, 'shop.yaml'), FILE);
    const variables = { RELAY_CONFIG: 'shop.yaml', REDIS_URL: url, TOKEN: 't', PORT: '0' };
    const lines = Object.entries(variables).map(([name, value]) => `${name}=${value}\n`);
    // It may begin with a byte order mark, as editors of Windows write one.
    writeFileSync(join(folder, '.env'), `\ufeff${lines.join('')}`);
    const start = spawn(join(ROOT, 'scripts/start'), [], {
      cwd: folder,
      env: { PATH: process.env['PATH'] },
    });
    let log = '';
    start.stdout.on('data', (chunk) => (log += String(chunk)));
    const ended = once(start, 'close');
    try {
      await eventually(
        () => log.includes('"event":"started"') || start.exitCode !== null,
        'it runs',
      );
      start.kill('SIGTERM');
      expect(await ended).toEqual([0, null]);
    } finally {
      start.kill('SIGKILL');
    }
  }, 60_000);

  it.each([
    ['redis:\n  prefix: a\n  sentinel:\n    master: m\n', true],
    ['redis: { prefix: a, cluster: { nodes: [a:1] } }\n', true],
    ['redis:\n  prefix: sentinel\n# cluster: b\n', false],
    [FILE, false],
  ])('needs a redis-server unless the file names sentinels or a cluster: %j', (text, isNamed) => {
    const file = join(folder, 'named.yaml');
    writeFileSync(file, text);
    const script = '. scripts/lib/settings.sh; names_sentinel_or_cluster "$1"';
    const { status } = spawnSync('bash', ['-c', script, 'bash', file], { cwd: ROOT });
    expect(status).toBe(isNamed ? 0 : 1);
  });

  it.each([
    ['Redis server v=7.0.15 sha=00000000:0 malloc=jemalloc-5.3.0 bits=64', true],
    ['Redis server v=6.2.16 sha=00000000:0 malloc=jemalloc-5.1.0 bits=64', true],
    ['Redis server v=10.0.1 sha=00000000:0 malloc=jemalloc-5.3.0 bits=64', true],
    ['Valkey server v=8.1.1 sha=00000000:0 malloc=jemalloc-5.3.0 bits=64', true],
    // Of Ubuntu 22.04 and Debian 11, and of Ubuntu 20.04.
    ['Redis server v=6.0.16 sha=00000000:0 malloc=jemalloc-5.2.1 bits=64', false],
    ['Redis server v=5.0.7 sha=00000000:0 malloc=jemalloc-5.2.1 bits=64', false],
  ])('knows whether redis-server is one that the relay takes: %s', (said, isNew) => {
    const script = '. scripts/lib/redis.sh; is_new_redis "$1"';
    const { status } = spawnSync('bash', ['-c', script, 'bash', said], { cwd: ROOT });
    expect(status).toBe(isNew ? 0 : 1);
  });
});
