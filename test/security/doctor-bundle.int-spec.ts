import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { doctorCommand } from '../../apps/relay/src/cli/setup/doctor.command.js';
import { GENERIC_MAPPING, Simulator } from '../../apps/simulator/src/index.js';
import { runInProcess, type Ran } from '../support/command-line.js';
import { RedisServer } from '../support/redis-server.js';

/** One for each place where an operator has a secret; none is a word of anything else. */
const SECRETS = {
  AK: 'AKzq81accesskeyvalue',
  SK: 'sk/zq82+secret=key&value',
  AUTH_KEY: 'zq83 auth"key\\value',
  PUSH_TOKEN: 'zq84pushtoken',
  HEADER: 'Bearer zq85headertoken',
  STATE_KEY: 'zq86'.padEnd(43, 'A'),
  API_TOKEN: 'zq87-api-token-of-sixteen',
  REDIS_PASSWORD: 'zq88redis%2Fpassword',
  WEBHOOK: 'zq89webhookpath',
  PROXY_PASSWORD: 'zq90proxypassword',
  IN_FILE: 'zq91-written+into/the=file',
} as const;

/** Ways in which a secret turns up elsewhere. */
function formsOf(secret: string): string[] {
  const bytes = Buffer.from(secret);
  return [
    secret,
    encodeURIComponent(secret),
    JSON.stringify(secret).slice(1, -1),
    bytes.toString('base64').replace(/=+$/u, ''),
    bytes.toString('base64url'),
    Buffer.from(`user:${secret}`).toString('base64').replace(/=+$/u, ''),
  ];
}

describe('doctor --bundle', () => {
  let folder: string;
  let simulator: Simulator;
  let redis: RedisServer;

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'live-relay-bundle-'));
    simulator = await new Simulator({ rooms: 1 }).start();
    redis = await RedisServer.shared();
  });
  afterAll(async () => {
    await simulator.stop();
    rmSync(folder, { recursive: true });
  });

  async function bundled(
    file: object,
    log?: string,
    more: Readonly<Record<string, string>> = {},
  ): Promise<Ran & { text: string }> {
    const bundle = join(folder, 'issue.json');
    const logFile = join(folder, 'relay.log');
    if (log !== undefined) writeFileSync(logFile, log);
    const environment = {
      ...SECRETS,
      RELAY_API_TOKEN: SECRETS.API_TOKEN,
      RELAY_STATE_KEY: SECRETS.STATE_KEY,
      HTTPS_PROXY: `http://user:${SECRETS.PROXY_PASSWORD}@127.0.0.1:1`,
      NO_PROXY: '127.0.0.1',
      REDIS_URL: redis.url.replace('redis://', `redis://:${SECRETS.REDIS_PASSWORD}@`),
      // Nobody answers there.
      PORT: '1',
      ...more,
    };
    const args = ['doctor', '--bundle', bundle, ...(log === undefined ? [] : ['--log', logFile])];
    const ran = await runInProcess(args, { commands: [doctorCommand], file, environment });
    expect(statSync(bundle).mode & 0o777).toBe(0o600);
    return { ...ran, text: readFileSync(bundle, 'utf8') };
  }

  function fileOf(more: object = {}): object {
    const auth = { type: 'aksk', accessKey: '${AK}', secretKey: '${SK}' };
    const projectId = 'zq92projectid';
    return {
      metastudio: {
        endpoint: simulator.url,
        projectId,
        auth,
        authKey: { secret: '${AUTH_KEY}' },
      },
      notices: {
        channels: [{ type: 'webhook', url: `http://127.0.0.1:1/hook/\${WEBHOOK}` }],
      },
      bridges: [
        {
          name: 'chat-of-a-shop',
          source: {
            type: 'websocket',
            url: 'ws://127.0.0.1:1/chat?key=${IN_FILE}',
            headers: { authorization: '${HEADER}' },
            mapping: GENERIC_MAPPING,
          },
          target: { roomId: 'zq93roomid' },
        },
        {
          name: 'pushed-of-a-shop',
          source: { type: 'push', token: '${PUSH_TOKEN}' },
          target: { roomId: 'zq93roomid' },
        },
      ],
      ...more,
    };
  }

  it('holds no secret in any form, whichever path it came by, and the findings', async () => {
    const foreign = [
      'https://metastudio.example/report?auth_key=zq94-0-0-0&expires_time=1',
      'redis://default:zq95@10.0.0.1:6379',
      'Authorization: Bearer zq96aaaaaaaaaaaa',
      '{"accessToken":"zq97-tokentoken"}',
      'eyJzq98aaaaaaa.eyJzq98bbbbbbb.zq98cccc',
    ];
    const own = Object.values(SECRETS).flatMap((secret) => formsOf(secret));
    const { code, stdout, stderr, text } = await bundled(fileOf(), [...own, ...foreign].join('\n'));
    expect({ code, stderr }).toEqual({ code: 1, stderr: '' });
    expect(stdout).toMatch(/^\S+ is written \(\d+ to be dealt with\)/);
    for (const secret of own) expect(text).not.toContain(secret);
    for (const [of] of text.matchAll(/zq\d\d[^"\\]*/gu)) expect(of).toBe('');
    const bundle = JSON.parse(text) as Record<string, unknown>;
    expect(bundle).toMatchObject({
      about: { version: '0.0.0', node: process.version },
      environment: expect.arrayContaining(['REDIS_URL', 'RELAY_API_TOKEN']) as string[],
      configuration: {
        metastudio: { auth: { type: 'aksk', secretKey: '${SK}' } },
        bridges: [{ source: { type: 'websocket', url: '<a text>' } }, { source: { type: 'push' } }],
      },
      problems: [],
      checks: expect.arrayContaining([
        expect.objectContaining({ check: 'redis-version', status: 'ok' }) as object,
      ]) as object[],
      status: { totals: { received: 0 } },
    });
    expect(bundle['log']).toContain('redis://<account>@10.0.0.1:6379');
  });

  it('is written for an invalid configuration, too, with its problems', async () => {
    const { code, stdout, text } = await bundled(
      fileOf({ buffer: { maxEvents: SECRETS.IN_FILE } }),
    );
    expect(code).toBe(1);
    expect(stdout).toContain('the configuration has problems');
    const { problems, checks } = JSON.parse(text) as { problems: string[]; checks: object[] };
    expect(problems.join('\n')).toContain('buffer.maxEvents');
    expect(checks).toEqual([]);
    expect(text).not.toContain('zq91');
  });

  it('holds no secret that stands in a key, since the space after its colon is missing', async () => {
    const auth = { type: 'aksk', 'secretKey:zq81': null, 'accessKey "zq82"': null };
    const { code, text } = await bundled({ ...fileOf(), metastudio: { auth } });
    expect(code).toBe(1);
    expect(text).not.toMatch(/zq8/u);
    const shown = { type: 'aksk', '<key 2>': null, '<key 3>': null };
    expect(JSON.parse(text)).toMatchObject({ configuration: { metastudio: { auth: shown } } });
  });

  it('has what a relay that runs here says, where variables are empty', async () => {
    const relay = createServer((_, response) => response.end('{"status":"not ready"}'));
    await new Promise<void>((resolve) => void relay.listen(0, '127.0.0.1', resolve));
    try {
      const PORT = String((relay.address() as AddressInfo).port);
      const { text } = await bundled(fileOf(), '', { HOST: '', RELAY_API_TOKEN: '', PORT });
      expect(JSON.parse(text)).toMatchObject({ readyz: '{"status":"not ready"}' });
    } finally {
      relay.close();
    }
  });

  it('is what a log goes into: --log without --bundle is told, and nothing is checked', async () => {
    const args = ['doctor', '--log', join(folder, 'relay.log')];
    const ran = await runInProcess(args, { commands: [doctorCommand], file: fileOf() });
    expect(ran).toMatchObject({ code: 2, stdout: '' });
    expect(ran.stderr).toContain('--bundle');
  });
});
