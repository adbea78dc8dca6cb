import { once } from 'node:events';
import { createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { Redis } from 'ioredis';
import { statusCommand } from '../../../apps/relay/src/cli/watching/status.command.js';
import { redisChecks } from '../../../apps/relay/src/doctor/redis-checks.js';
import { Simulator } from '../../../apps/simulator/src/index.js';
import { REDIS_TROUBLES } from '#event-buffer';
import { SourceCatalogue } from '#platforms';
import { Secret } from '#secret';
import { BUILD_MS_MAX, ensureBuilt } from '../../support/built-relay.js';
import { runInProcess } from '../../support/command-line.js';
import { eventually } from '../../support/eventually.js';
import { RedisServer } from '../../support/redis-server.js';
import { RelayProcess } from '../../support/relay-process.js';

const SOURCE = 'twitch-irc';
const SOURCES = new SourceCatalogue();
await SOURCES.load([SOURCE]);

/** A real Redis, or none, and what has to be said of it. */
interface Case {
  readonly settings?: Readonly<Record<string, string>>;
  readonly prepare?: (admin: Redis) => Promise<unknown>;
  /** Of the server's URL. */
  readonly url?: (url: string) => string;
  /** As `doctor` finds it, and as `status` does; its reading alone shows less. */
  readonly doctor?: string;
  readonly status?: string;
}

const USER = ['ACL', 'SETUSER', 'few', 'on', '>pw', 'resetkeys', '~other:*', '+@all'] as const;
const asFew = (url: string): string => url.replace('redis://', 'redis://few:pw@');
const withPassword = (url: string): string => url.replace('redis://', 'redis://:wrong@');

const CASES: Readonly<Record<string, Case>> = {
  'no password': { settings: { requirepass: 's' }, doctor: 'NOAUTH', status: 'NOAUTH' },
  'a wrong password': {
    settings: { requirepass: 's' },
    url: withPassword,
    doctor: 'WRONGPASS',
    status: 'WRONGPASS',
  },
  'a user with other keys': {
    prepare: async (admin) => admin.call(...USER),
    url: asFew,
    doctor: 'NOPERM',
    status: 'NOPERM',
  },
  'a user without scripts': {
    prepare: async (admin) =>
      admin.call('ACL', 'SETUSER', 'few', 'on', '>pw', '~*', '&*', '+@all', '-eval', '-evalsha'),
    url: asFew,
    doctor: 'NOPERM',
    status: 'NOPERM',
  },
  'a user whose scripts may not do all they do': {
    prepare: async (admin) =>
      admin.call('ACL', 'SETUSER', 'few', 'on', '>pw', '~*', '&*', '+@all', '-hdel'),
    url: asFew,
    doctor: 'NOPERM',
    status: 'NOPERM',
  },
  'a user without channels': {
    prepare: async (admin) =>
      admin.call('ACL', 'SETUSER', 'few', 'on', '>pw', '~*', 'resetchannels', '+@all'),
    url: asFew,
    doctor: 'NOPERM',
    status: 'NOPERM',
  },
  'one that takes no more connections': {
    prepare: async (admin) => {
      const other = new Redis(admin.options.port!, { retryStrategy: () => null });
      await other.ping();
      await admin.config('SET', 'maxclients', '1');
    },
    doctor: 'TOO_MANY_CLIENTS',
    status: 'TOO_MANY_CLIENTS',
  },
  'a replica': { settings: { replicaof: '127.0.0.1 1' }, status: 'READONLY' },
  'too few replicas': {
    settings: { 'min-replicas-to-write': '1' },
    doctor: 'NOREPLICAS',
    status: 'NOREPLICAS',
  },
  'a replica that has lost its master': {
    settings: { replicaof: '127.0.0.1 1', 'replica-serve-stale-data': 'no' },
    status: 'MASTERDOWN',
  },
  'a full one': {
    settings: { maxmemory: '100mb' },
    prepare: async (admin) => admin.config('SET', 'maxmemory', '100kb'),
    doctor: 'OOM',
    status: 'OOM',
  },
  'a cluster without its slots': {
    settings: { 'cluster-enabled': 'yes' },
    doctor: 'CLUSTERDOWN',
    status: 'CLUSTERDOWN',
  },
  'a database that is not there': { url: (url) => `${url}/99`, doctor: 'NO_DATABASE' },
  'TLS where there is none': {
    url: (url) => url.replace('redis:', 'rediss:'),
    // Redis waits for the rest of what it takes for a command.
    doctor: 'NO_ANSWER',
  },
};

describe('a Redis that refuses us is told in its own words', () => {
  it.concurrent.each(Object.entries(CASES))(
    '%s',
    async (_, one) => {
      const redis = await RedisServer.start({ settings: one.settings ?? {} });
      try {
        if (one.prepare !== undefined) {
          const admin = new Redis(redis.url);
          await one.prepare(admin);
          admin.disconnect();
        }
        const url = one.url?.(redis.url) ?? redis.url;
        if (one.doctor !== undefined) expect(await foundBy(url)).toContain(sentenceOf(one.doctor));
        if (one.status !== undefined) expect(await statusOf(url)).toContain(sentenceOf(one.status));
      } finally {
        await redis.stop();
      }
    },
    180_000,
  );

  it.concurrent(
    'a server that is no Redis',
    async () => {
      const web = await listener('HTTP/1.1 400 Bad Request\r\n\r\n');
      const url = `redis://127.0.0.1:${(web.address() as AddressInfo).port}`;
      expect(await foundBy(url)).toContain(sentenceOf('NOT_REDIS'));
      expect(await statusOf(url)).toContain(sentenceOf('NOT_REDIS'));
      web.close();
    },
    180_000,
  );

  // Not beside the others: its command imports what it needs only then.
  it('a Redis that still loads its data', async () => {
    const info = 'loading:1\r\nloading_eta_seconds:1\r\n';
    const loads = await listener((asked) =>
      /\binfo\b/iu.test(asked) ? `$${info.length}\r\n${info}\r\n` : '+OK\r\n',
    );
    const url = `redis://127.0.0.1:${(loads.address() as AddressInfo).port}`;
    expect(await foundBy(url)).toContain(sentenceOf('LOADING'));
    expect(await statusOf(url)).toContain(sentenceOf('LOADING'));
    loads.close();
  }, 180_000);

  it.concurrent(
    'a Redis in protected mode',
    async () => {
      const closed = await listener('-DENIED Redis is running in protected mode because\r\n');
      const url = `redis://127.0.0.1:${(closed.address() as AddressInfo).port}`;
      expect(await foundBy(url)).toContain(sentenceOf('DENIED'));
      expect(await statusOf(url)).toContain(sentenceOf('DENIED'));
      closed.close();
    },
    180_000,
  );

  it.concurrent(
    'a port that speaks TLS',
    async () => {
      // The alert with which a TLS server answers what is not TLS.
      const tls = await listener(Buffer.from('15030100020246', 'hex'));
      const url = `redis://127.0.0.1:${(tls.address() as AddressInfo).port}`;
      expect(await foundBy(url)).toContain(sentenceOf('TLS_EXPECTED'));
      tls.close();
    },
    180_000,
  );
});

describe('live-relay start', () => {
  beforeAll(ensureBuilt, BUILD_MS_MAX);

  it.each<[string, Readonly<Record<string, string>>, (admin: Redis) => Promise<unknown>]>([
    [
      'NOAUTH',
      { requirepass: 'secret-of-redis' },
      async (admin) => admin.config('SET', 'requirepass', ''),
    ],
    ['READONLY', { replicaof: '127.0.0.1 1' }, async (admin) => admin.replicaof('NO', 'ONE')],
  ])(
    'tells %s in its log and in /readyz, and goes on when that is mended',
    async (kind, settings, mend) => {
      const redis = await RedisServer.start({ settings });
      const simulator = await new Simulator({}).start();
      const bridges = [
        {
          name: 'b',
          source: { type: 'push' },
          target: { roomId: '00000000000000000000000000000001' },
        },
      ];
      const relay = await RelayProcess.spawn({
        redisUrl: redis.url,
        simulator,
        prefix: 'p',
        bridges: bridges.map((bridge) => ({
          ...bridge,
          source: { type: 'push', token: '${PUSH}' },
        })),
        environment: { PUSH: 'a-token-of-the-pusher' },
      });
      try {
        const { reason, msg, wayOut } = await relay.logged('redis_failed', 60_000);
        expect({ reason, msg }).toEqual({ reason: kind, msg: sentenceOf(kind) });
        expect(wayOut).not.toBe('');
        const { port } = await relay.logged('started');
        const answer = await fetch(`http://127.0.0.1:${String(port)}/readyz`);
        expect(answer.status).toBe(503);
        const { reasons } = (await answer.json()) as { reasons: Record<string, string> };
        expect(reasons).toEqual({
          redis: expect.stringContaining(sentenceOf(kind)),
          start: expect.stringContaining('has not started'),
        });
        const admin = new Redis(redis.url, { password: settings['requirepass'] ?? '' });
        await mend(admin);
        admin.disconnect();
        const over = await relay.logged('redis_recovered', 60_000);
        expect(over).toMatchObject({ reason: kind, events: 0 });
        expect(Number(over['durationMs'])).toBeGreaterThan(0);
        await eventually(
          async () => (await fetch(`http://127.0.0.1:${String(port)}/readyz`)).ok,
          'the relay is ready',
          120_000,
        );
        expect(JSON.stringify(relay.log)).not.toContain('secret-of-redis');
      } finally {
        await relay.end();
        await simulator.stop();
        await redis.stop();
      }
    },
    180_000,
  );
});

function sentenceOf(kind: string): string {
  return REDIS_TROUBLES.find((trouble) => trouble.kind === kind)!.sentence;
}

/** What `doctor` finds of a Redis that has to be dealt with. */
async function foundBy(url: string): Promise<string> {
  const found: string[] = [];
  const config = { kind: 'url', url: new Secret(url), prefix: 'p', queueShards: 1 } as const;
  for await (const finding of redisChecks(config)) {
    if (finding.status !== 'fail') continue;
    expect(finding.wayOut).toMatch(/\S/u);
    found.push(finding.found);
  }
  return found.join('\n');
}

async function statusOf(url: string): Promise<string> {
  const auth = { type: 'aksk', accessKey: '${AK}', secretKey: '${AK}' };
  const file = {
    metastudio: { region: 'cn-north-4', projectId: '70b7600000034253880af501cd000000', auth },
    bridges: [
      {
        name: 'b',
        source: { type: SOURCE, channel: 'demo' },
        target: { roomId: '00000000000000000000000000000001' },
      },
    ],
  };
  const environment = { AK: 'key', REDIS_URL: url };
  const line = { commands: [statusCommand], sources: SOURCES, file, environment };
  const ran = await runInProcess(['status'], line);
  // One that is read and takes no writes is told above what was read.
  expect(ran.code).toBe(1);
  return ran.stderr + ran.stdout;
}

/** Something that says the same to whoever comes and speaks, or answers each line. */
async function listener(says: string | Buffer | ((asked: string) => string)): Promise<Server> {
  const server = createServer((socket) => {
    socket.on('error', () => socket.destroy());
    if (typeof says === 'function') {
      socket.on('data', (asked) => answerEach(socket, String(asked), says));
    } else socket.once('data', () => socket.end(says));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return server;
}

/** Commands may come several at a time, each as an array of words. */
function answerEach(socket: Socket, asked: string, says: (asked: string) => string): void {
  for (const command of asked.split(/^\*/mu).slice(1)) socket.write(says(command));
}
