import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import { createServer as createTlsServer } from 'node:tls';
import { Redis } from 'ioredis';
import { Simulator } from '../../apps/simulator/src/index.js';
import { ConnectProxy } from '../support/connect-proxy.js';
import { StandInServer } from '../support/platforms/stand-in-server.js';
import { RedisServer } from '../support/redis-server.js';
import { SELF_SIGNED } from '../support/self-signed.js';
import { AheadMetaStudio } from './support/ahead-metastudio.js';
import { runCommand } from './support/command-line.js';
import { bridgeTo, projectOf } from './support/room-relay.js';

interface Report {
  readonly ok: boolean;
  readonly checks: readonly {
    check: string;
    subject: string;
    status: string;
    found: string;
    wayOut?: string;
  }[];
}

function failures({ checks }: Report): [check: string, subject: string, found: string][] {
  const failed = checks.filter(({ status }) => status === 'fail');
  for (const { wayOut } of failed) expect(wayOut).toMatch(/\w/u);
  return failed.map(({ check, subject, found }) => [check, subject, found]);
}

/** An enabled rule for each type that rules answer. */
const RULES = [1, 2, 3, 4].map((event_type) => ({ rule_index: `${event_type}`, event_type }));
const DISABLED = [
  { rule_index: '1', event_type: 1, enabled: false },
  { rule_index: '4', event_type: 4, enabled: true },
  {
    rule_name: 'ahead',
    event_type: 4,
    hit_condition: { tags: [{ tag: 'giftName', match: 'REGEX', value: '(?=a)' }] },
  },
];
const DAY_MS = 24 * 3_600_000;

/** What douyinLive says of a room. */
function roomIs(code: string): string {
  return JSON.stringify({ type: 'system', event: 'live_status', code });
}

function hearsNothing(type: string, why: string): string {
  return `${type}: connected, and hears nothing: ${why}`;
}

describe('live-relay doctor', () => {
  let redis: RedisServer;
  let simulator: Simulator;
  /** Whose report URLs carry no key of their own. */
  let plain: Simulator;
  const silent = createServer();
  let ofSilent: ReturnType<typeof doctor>;
  const deaf: StandInServer[] = [];
  let ofDeaf: ReturnType<typeof doctor>;
  beforeAll(async () => {
    redis = await RedisServer.start({ aof: true, settings: { maxmemory: '100mb' } });
    simulator = await new Simulator({
      rooms: [
        { roomId: 'r1', roomName: '直播间', jobId: 'j1', rules: RULES },
        { roomId: 'r2', jobId: null, rules: RULES },
        { roomId: 'r3', jobId: 'j3', rules: DISABLED, confirmState: 'UNCONFIRM' },
      ],
    }).start();
    plain = await new Simulator({
      rooms: [{ roomId: 'r1', jobId: 'j1', rules: RULES }],
      reportUrls: 'plain',
      projectId: simulator.settings.projectId,
    }).start();
    await once(silent.listen(0, '127.0.0.1'), 'listening');
    const { port } = silent.address() as AddressInfo;
    const source = { type: 'douyinlive', url: `ws://127.0.0.1:${port}/ws/7` };
    const bridges = [{ name: 'silent', source, target: { roomId: 'r1' } }];
    // It takes a quarter of a minute, and waits beside the tests.
    ofSilent = doctor({ metastudio: projectOf(simulator), bridges });
    await once(silent, 'connection');
    // So does this, until it has listened for long enough.
    ofDeaf = doctor({ metastudio: projectOf(simulator), bridges: await bridgesToTheDeaf() });
    await Promise.all(deaf.map(async (server) => server.client(1)));
  });
  afterAll(async () => {
    silent.close();
    await Promise.all(deaf.map(async (server) => server.stop()));
    await plain.stop();
    await simulator.stop();
    await redis.stop();
  });

  function file(target: object = { roomId: 'r1' }, metastudio = projectOf(simulator)): object {
    return { metastudio, bridges: [bridgeTo(simulator, 'shop', target)] };
  }

  async function doctor(content: object, url = redis.url): Promise<Report & { code: number }> {
    const { code, stdout } = await runCommand(['doctor', '--json'], content, { REDIS_URL: url });
    return { code, ...(JSON.parse(stdout) as Report) };
  }

  /** Bridges to sources that are connected, and say nothing of use. */
  async function bridgesToTheDeaf(): Promise<object[]> {
    const frames = [roomIs('ROOM_STATUS_UNKNOWN'), roomIs('ROOM_OFFLINE'), '{', undefined];
    for (const frame of frames) {
      const server = await StandInServer.start();
      if (frame !== undefined) server.onClient = (client) => client.send(frame);
      deaf.push(server);
    }
    const left = await StandInServer.start();
    left.onClient = ({ socket }) => socket.close(4404);
    const [unknown, offline, garbled, silentComments] = deaf.map(({ url }) => url);
    deaf.push(left);
    const euler = { type: 'tiktok-euler', uniqueId: 'ann', apiKey: 'euler_key' };
    return [
      ['unknown', { type: 'douyinlive', url: unknown }],
      ['offline', { type: 'douyinlive', url: offline }],
      ['garbled', { type: 'douyinlive', url: garbled }],
      ['comments', { type: 'onecomme', url: silentComments }],
      ['left', { ...euler, url: left.url }],
    ].map(([name, source]) => ({ name, source, target: { roomId: 'r1' } }));
  }

  async function projectIdOf(metastudio: Record<string, unknown>) {
    const { checks } = await doctor(file({ roomId: 'r1' }, metastudio));
    return checks.find(({ check }) => check === 'project-id');
  }

  async function tried(metastudio: object, target: object = { roomId: 'r1' }) {
    const content = file(target, metastudio as Record<string, unknown>);
    const { stdout } = await runCommand(['doctor', '--json', '--report'], content, {
      REDIS_URL: redis.url,
    });
    const { checks } = JSON.parse(stdout) as Report;
    return checks.filter(({ check }) => check === 'report');
  }

  it('finds no problem in a sound installation', async () => {
    const { code, stdout } = await runCommand(['doctor'], file(), { REDIS_URL: redis.url });
    expect(stdout.split('\n').map((line) => line.replace(/\d+\.\d+\.\d+/u, 'N'))).toEqual([
      'ok    redis-version     Redis: version N',
      'ok    redis-role        Redis: can be written to',
      'ok    redis-persistence Redis: AOF is on',
      'ok    redis-eviction    Redis: evicts nothing',
      'ok    redis-memory      Redis: takes at most 100 MiB',
      'ok    credentials       default: MetaStudio takes the credential',
      "ok    clock             default: agrees with MetaStudio's within a minute",
      'ok    room              default/r1: 直播间',
      'ok    job               default/r1: live job j1 runs',
      'ok    source            shop: websocket: ready',
      'nothing to be dealt with, 0 worth knowing',
      '',
    ]);
    expect(code).toBe(0);
    const { ok } = await doctor(file());
    expect(ok).toBe(true);
  }, 180_000);

  it('names the settings of a Redis that would lose events', async () => {
    const lossy = await RedisServer.start({ settings: { 'maxmemory-policy': 'allkeys-lru' } });
    try {
      const report = await doctor(file(), lossy.url);
      expect(report.code).toBe(1);
      expect(failures(report)).toEqual([
        ['redis-persistence', 'Redis', 'AOF is off: a crash of Redis loses what waits'],
        ['redis-eviction', 'Redis', 'allkeys-lru: a full Redis throws events away'],
      ]);
      const there = new Redis(lossy.url);
      const remedy = /redis-cli -u <address of this Redis> config set (\S+) ([^\s,]+), /u;
      for (const { check, status, wayOut = '' } of report.checks) {
        if (!check.startsWith('redis') || status === 'ok') continue;
        const [, name, value] = remedy.exec(wayOut)!;
        await there.config('SET', name!, value!);
      }
      await there.quit();
      const mended = await doctor(file(), lossy.url);
      expect(mended.checks.filter(({ status }) => status !== 'ok')).toEqual([]);
    } finally {
      await lossy.stop();
    }
  }, 180_000);

  it('says that Redis cannot be reached, and goes on with the rest', async () => {
    const report = await doctor(file(), 'redis://127.0.0.1:1');
    expect(report.code).toBe(1);
    expect(failures(report)).toEqual([
      ['redis', 'Redis', 'cannot be used: Redis is away: nobody listens at its address.'],
    ]);
    expect(report.checks.at(-1)).toMatchObject({ check: 'source', status: 'ok' });
  }, 180_000);

  it('says that Redis wants a password', async () => {
    const guarded = await RedisServer.start({ aof: true });
    try {
      const admin = new Redis(guarded.url);
      await admin.config('SET', 'requirepass', 'the-password');
      admin.disconnect();
      const url = guarded.url.replace('redis://', 'redis://:not-the-password@');
      const wrong = await doctor(file(), url);
      expect(failures(wrong)).toEqual([
        ['redis', 'Redis', 'cannot be used: Redis refuses the user or the password.'],
      ]);
      expect(JSON.stringify(wrong)).not.toContain('not-the-password');
      const none = await doctor(file(), guarded.url);
      expect(failures(none)).toEqual([
        ['redis', 'Redis', 'cannot be used: Redis wants a password, and none was given.'],
      ]);
    } finally {
      await guarded.stop();
    }
  }, 180_000);

  it('says in one line that the credentials are wrong, and asks for nothing more', async () => {
    const auth = { type: 'aksk', accessKey: 'somebody', secretKey: 'a-wrong-secret' };
    const report = await doctor(file({ roomId: 'r1' }, { ...projectOf(simulator), auth }));
    expect(report.code).toBe(1);
    expect(failures(report)).toEqual([
      ['credentials', 'default', expect.stringContaining('the access key does not exist')],
    ]);
    expect(report.checks.map(({ check }) => check)).not.toContain('room');
    expect(JSON.stringify(report)).not.toContain('a-wrong-secret');
  }, 180_000);

  it('says that the clock is wrong, and checks the rest with a corrected one', async () => {
    const ahead = new AheadMetaStudio(40 * 60_000, 'r1');
    try {
      const endpoint = await ahead.start();
      const report = await doctor(file({ roomId: 'r1' }, { ...projectOf(simulator), endpoint }));
      expect(report.code).toBe(1);
      expect(failures(report)).toEqual([['clock', 'default', "40 min behind MetaStudio's"]]);
      expect(report.checks).toContainEqual(
        expect.objectContaining({ check: 'job', found: 'live job j1 runs' }),
      );
    } finally {
      await ahead.stop();
    }
  }, 180_000);

  it('says which room and which job do not exist', async () => {
    const metastudio = projectOf(simulator);
    simulator.stopRoom('r1');
    try {
      const report = await doctor({
        metastudio,
        bridges: [
          bridgeTo(simulator, 'a', { roomId: 'nowhere' }),
          bridgeTo(simulator, 'b', { roomId: 'r2' }),
          bridgeTo(simulator, 'c', { roomId: 'r1', jobId: 'j1' }),
          bridgeTo(simulator, 'd', { roomId: 'r1', jobId: 'j9' }),
        ],
      });
      expect(failures(report)).toEqual([
        ['room', 'default/nowhere', 'the project has no such room'],
        ['job', 'default/r1/j1', 'has ended (SUCCEED): it takes no events'],
        ['job', 'default/r1/j9', 'the room has no such job'],
      ]);
      expect(report.checks).toContainEqual(
        expect.objectContaining({
          subject: 'default/r2',
          status: 'warn',
          found: 'no live job runs',
        }),
      );
    } finally {
      simulator.startRoom('r1');
    }
  }, 180_000);

  it('tells that a room accepts events without a rule that answers, and is not confirmed', async () => {
    const types = { filter: { types: ['comment', 'gift', 'enter', 'viewers', 'follow'] } };
    const { checks, code } = await doctor({
      metastudio: projectOf(simulator),
      bridges: [bridgeTo(simulator, 'a', { roomId: 'r3' }, types)],
    });
    const warned = checks.filter(({ status }) => status === 'warn');
    expect(warned.map(({ check, subject, found }) => [check, subject, found])).toEqual([
      ['room', 'default/r3', 'is not confirmed (confirm_state UNCONFIRM)'],
      [
        'rules',
        'default/r3',
        expect.stringMatching(/^no enabled interaction rule for comment, enter:/u),
      ],
      [
        'rules',
        'default/r3',
        expect.stringMatching(/^by our reading the rule ahead has an expression that looks ahead/u),
      ],
      ['rules', 'default/r3', expect.stringContaining('TOO_LESS_DANMAKU_RULES')],
    ]);
    expect(code).toBe(0);
  }, 180_000);

  it('compares the id of the project with those that IAM knows', async () => {
    const { url, settings } = simulator;
    const project = { ...projectOf(simulator), iamEndpoint: url };
    const [right, wrong, byUser, away] = await Promise.all([
      projectIdOf(project),
      projectIdOf({ ...project, projectId: 'f'.repeat(32) }),
      projectIdOf({ ...project, auth: { type: 'iam', ...settings.iam } }),
      projectIdOf({ ...project, iamEndpoint: 'http://127.0.0.1:1' }),
    ]);
    expect(right).toMatchObject({ status: 'ok', found: 'IAM knows it' });
    expect(byUser).toMatchObject({ status: 'ok' });
    expect(wrong).toMatchObject({
      status: 'fail',
      found: `is not what IAM knows of this account: ${settings.projectId}`,
    });
    expect(away).toMatchObject({
      status: 'skipped',
      found: expect.stringContaining('ECONNREFUSED'),
    });
  }, 180_000);

  it('tells until when a report URL is valid, and that an expired one authenticates nothing', async () => {
    const { url, settings } = simulator;
    const path = `${url}/v1/${settings.projectId}/smart-live-rooms/r1/smart-live-jobs/j1`;
    const reportUrl = (at: number) => `${path}/live-event-report?auth_key=k&expires_time=${at}`;
    const target = (at: number) => ({ roomId: 'r1', jobId: 'j1', reportUrl: reportUrl(at) });
    const over = Date.UTC(2026, 0, 2);
    const { auth, ...withoutAuth } = projectOf(simulator);
    const alone = await doctor(file(target(over), { ...withoutAuth, reportAuth: 'url' }));
    expect(failures(alone)).toEqual([
      [
        'report-url',
        'default/r1/j1',
        expect.stringMatching(/^expired at 2026-01-02T00:00:00.000Z/u),
      ],
    ]);
    expect(JSON.stringify(alone)).not.toContain('auth_key');
    expect(alone.checks).toContainEqual({
      check: 'report',
      subject: 'default',
      status: 'skipped',
      found: expect.stringMatching(/^the report URL was not tried/u),
    });
    const signed = { ...withoutAuth, auth, authKey: { secret: 'k' } };
    const beside = await doctor(file(target(over), signed));
    expect(beside.checks).toContainEqual(
      expect.objectContaining({ check: 'report-url', status: 'warn' }),
    );
    expect(beside.checks).toContainEqual(
      expect.objectContaining({
        check: 'report',
        found: expect.stringMatching(/^authKey was not/u),
      }),
    );
    const good = await doctor(file(target(Date.now() + DAY_MS)));
    expect(good.checks).toContainEqual(
      expect.objectContaining({ check: 'report-url', status: 'ok' }),
    );
  }, 180_000);

  it('--report: tries the credentials of reports, by a report without an event', async () => {
    const project = projectOf(simulator);
    const byKey = { ...project, authKey: { secret: 'a-wrong-secret' }, reportAuth: 'auth-key' };
    const [auth, url, key, next, none] = await Promise.all([
      tried(project),
      tried({ ...project, reportAuth: 'url' }),
      tried({ ...byKey, endpoint: plain.url }),
      tried(byKey),
      tried(project, { roomId: 'r2' }),
    ]);
    expect(auth).toMatchObject([{ subject: 'default/r1', status: 'ok' }]);
    expect(url).toMatchObject([{ status: 'ok', found: expect.stringContaining('report URL') }]);
    expect(key).toMatchObject([{ status: 'fail', found: expect.stringMatching(/^by authKey: /u) }]);
    // The issued URL has a key of its own; authKey comes after it.
    expect(next).toMatchObject([
      { status: 'ok', found: expect.stringContaining('report URL') },
      { status: 'fail', found: expect.stringMatching(/^by authKey: /u) },
    ]);
    expect(none).toMatchObject([
      { status: 'skipped', found: 'not tried: no live job is known to run' },
    ]);
    expect(JSON.stringify(key)).not.toContain('a-wrong-secret');
  }, 180_000);

  it('says why a source is not ready', async () => {
    const report = await doctor({
      metastudio: projectOf(simulator),
      bridges: [
        {
          name: 'closed',
          source: { type: 'douyinlive', url: 'ws://127.0.0.1:1/ws/7' },
          target: { roomId: 'r1' },
        },
        {
          name: 'unknown',
          source: { type: 'douyinlive', url: `${simulator.chatUrls.douyinlive}/404` },
          target: { roomId: 'r1' },
        },
      ],
    });
    expect(failures(report)).toEqual([
      ['source', 'closed', 'douyinlive: not ready: connect-failed (ECONNREFUSED)'],
      ['source', 'unknown', expect.stringMatching(/^douyinlive: not ready: /u)],
    ]);
  }, 180_000);

  it('says of a source that is not ready that it was tried through a proxy', async () => {
    const [proxy, server] = [await ConnectProxy.start(), await StandInServer.start()];
    server.onClient = ({ socket }) => socket.close();
    try {
      const source = { type: 'douyinlive', url: `${server.url}/ws/1` };
      const bridges = [{ name: 'shop', source, target: { roomId: 'r1' } }];
      const content = { metastudio: projectOf(plain), bridges };
      const through = async (HTTP_PROXY: string) => {
        const NO_PROXY = new URL(plain.url).host;
        const environment = { REDIS_URL: redis.url, HTTP_PROXY, NO_PROXY };
        const { stdout } = await runCommand(['doctor', '--json'], content, environment);
        const { checks } = JSON.parse(stdout) as Report;
        const { found, wayOut = '' } = checks.find(({ check }) => check === 'source')!;
        return [found, wayOut] as const;
      };
      const [unreached, wayOut] = await through('http://127.0.0.1:1');
      expect(unreached).toBe('douyinlive: not ready: connect-failed (ECONNREFUSED)');
      expect(wayOut).toMatch(/^It was tried through HTTP_PROXY .* NO_PROXY/u);
      const [closed, both] = await through(proxy.url());
      expect(closed).toMatch(/^douyinlive: not ready: closed/u);
      expect(both).toMatch(/^Check the address, the room .* tried through HTTP_PROXY .* NO_PROXY/u);
      expect(proxy.asked.length).toBeGreaterThan(0);
    } finally {
      await Promise.all([proxy.stop(), server.stop()]);
    }
  }, 180_000);

  it('says that MetaStudio cannot be reached', async () => {
    const metastudio = { ...projectOf(simulator), endpoint: 'http://127.0.0.1:1' };
    const report = await doctor(file({ roomId: 'r1' }, metastudio));
    expect(failures(report)).toEqual([
      ['credentials', 'default', expect.stringContaining('ECONNREFUSED')],
    ]);
    expect(report.checks).toContainEqual({
      check: 'clock',
      subject: 'default',
      status: 'skipped',
      found: 'MetaStudio told no time',
    });
  }, 180_000);

  it('tells a certificate that does not count from a network that leads nowhere', async () => {
    const server = createTlsServer(SELF_SIGNED).on('tlsClientError', () => {});
    await once(server.listen(0, '127.0.0.1'), 'listening');
    const { port } = server.address() as AddressInfo;
    const metastudio = { ...projectOf(simulator), endpoint: `https://127.0.0.1:${port}` };
    const content = file({ roomId: 'r1', jobId: 'j1' }, metastudio);
    const command = ['doctor', '--json', '--report'];
    const { stdout } = await runCommand(command, content, { REDIS_URL: redis.url });
    server.close();
    const { checks } = JSON.parse(stdout) as Report;
    for (const check of ['credentials', 'report']) {
      expect(checks).toContainEqual(
        expect.objectContaining({
          check,
          found: expect.stringContaining('DEPTH_ZERO_SELF_SIGNED_CERT') as string,
          wayOut: expect.stringContaining('NODE_EXTRA_CA_CERTS') as string,
        }),
      );
    }
  }, 180_000);

  it('says that a source is connected and hears nothing, and why', async () => {
    const report = await ofDeaf;
    expect(failures(report)).toEqual([
      ['source', 'unknown', hearsNothing('douyinlive', 'room-unknown')],
      ['source', 'garbled', hearsNothing('douyinlive', 'not-understood')],
      ['source', 'comments', hearsNothing('onecomme', 'silent')],
    ]);
    expect(report.checks).toContainEqual(
      expect.objectContaining({ subject: 'offline', status: 'warn' }),
    );
    const found = 'tiktok-euler: not ready: the room is not live';
    expect(report.checks).toContainEqual(
      expect.objectContaining({ subject: 'left', status: 'warn', found }),
    );
  }, 180_000);

  it('bounds the wait for a silent source', async () => {
    const report = await ofSilent;
    expect(failures(report)).toEqual([['source', 'silent', expect.stringContaining('not ready')]]);
  }, 180_000);
});
