import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Simulator } from '../../apps/simulator/src/index.js';
import { eventually } from '../support/eventually.js';
import { RedisServer } from '../support/redis-server.js';
import { bridgeTo, projectOf, startRoomRelay, type RoomRelay } from './support/room-relay.js';

const ROOM = 'room-1';

/** A MetaStudio whose clock is ahead, and which refuses what is signed by another one. */
class AheadMetaStudio {
  reports = 0;
  refused = 0;
  readonly #server = createServer((request, response) => this.#answer(request, response));
  readonly #aheadMs: number;

  constructor(aheadMs: number) {
    this.#aheadMs = aheadMs;
  }

  async start(): Promise<string> {
    await new Promise<void>((resolve) => {
      this.#server.listen(0, '127.0.0.1', resolve);
    });
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  async stop(): Promise<void> {
    await new Promise<void>((resolve) => {
      this.#server.close(() => resolve());
      this.#server.closeAllConnections();
    });
  }

  #answer(request: IncomingMessage, response: ServerResponse): void {
    request.resume();
    const now = Date.now() + this.#aheadMs;
    const text = String(request.headers['x-sdk-date']);
    const signedAt = Date.parse(text.replace(/^(....)(..)(..)T(..)(..)/u, '$1-$2-$3T$4:$5:'));
    const headers = { date: new Date(now).toUTCString(), 'content-type': 'application/json' };
    if (!(Math.abs(signedAt - now) < 900_000)) {
      this.refused++;
      response.writeHead(401, headers).end('{"error_code":"APIGW.0303"}');
      return;
    }
    if (request.method === 'POST') this.reports++;
    const job = { job_id: 'j1', room_id: ROOM, state: 'PROCESSING' };
    response.writeHead(200, headers).end(JSON.stringify({ count: 1, smart_live_jobs: [job] }));
  }
}

describe('the credentials of a project', () => {
  let redis: RedisServer;
  const opened: { stop(): Promise<void> }[] = [];
  beforeAll(async () => {
    redis = await RedisServer.start();
  });
  afterEach(async () => {
    for (const one of opened.splice(0).toReversed()) await one.stop();
  });
  afterAll(async () => redis.stop());

  async function simulate(options: ConstructorParameters<typeof Simulator>[0]): Promise<Simulator> {
    const rooms = [{ roomId: ROOM, jobId: 'j1' }];
    const simulator = await new Simulator({ rooms, chatRate: 200, ...options }).start();
    opened.push(simulator);
    return simulator;
  }

  async function relayOf(metastudio: object, simulator: Simulator): Promise<RoomRelay> {
    const bridges = [bridgeTo(simulator, 'a', { roomId: ROOM })];
    const relay = await startRoomRelay(redis, { metastudio, bridges });
    opened.push(relay);
    return relay;
  }

  it('renews an IAM token that expires, for reports and look-ups alike', async () => {
    const simulator = await simulate({ tokenTtlMs: 1500, reportUrls: 'plain' });
    const auth = { type: 'iam', endpoint: simulator.url, ...simulator.settings.iam };
    const relay = await relayOf({ ...projectOf(simulator), auth }, simulator);
    // Longer than two lives of a token.
    await eventually(
      () => simulator.state().accepted.events > 700,
      'events go on arriving',
      15_000,
    );
    expect(simulator.state().refusedByCode).toEqual({});
    expect(simulator.state().passed).toMatchObject({ aksk: 0, issuedUrl: 0 });
    expect(simulator.state().accepted).toMatchObject({ duplicates: 0, outOfOrder: 0 });
    expect(relay.logged('target_paused')).toEqual([]);
  }, 20_000);

  it('shares one IAM token between reports and look-ups', async () => {
    const simulator = await simulate({ reportUrls: 'plain' });
    const auth = { type: 'iam', endpoint: simulator.url, ...simulator.settings.iam };
    await relayOf({ ...projectOf(simulator), auth }, simulator);
    await eventually(() => simulator.state().accepted.events > 50, 'events arrive');
    const { answeredByStatus } = simulator.state();
    // A token is created, all else is read or reported.
    expect(answeredByStatus['201']).toBe(1);
  }, 20_000);

  it('takes temporary keys with their token', async () => {
    const securityToken = 'temporary-token';
    const simulator = await simulate({ securityToken, reportUrls: 'plain' });
    const { accessKey, secretKey } = simulator.settings;
    const auth = { type: 'aksk', accessKey, secretKey, securityToken };
    await relayOf({ ...projectOf(simulator), auth }, simulator);
    await eventually(() => simulator.state().accepted.events > 50, 'events arrive');
    expect(simulator.state().refusedByCode).toEqual({});
  }, 20_000);

  it('says in one clear sentence that the credentials are wrong, and shows none', async () => {
    const simulator = await simulate({});
    const { accessKey } = simulator.settings;
    const auth = { type: 'aksk', accessKey, secretKey: 'a-wrong-secret-key' };
    const relay = await relayOf({ ...projectOf(simulator), auth }, simulator);
    await eventually(async () => {
      return (await relay.relay.ledger.fieldsOf(`default/${ROOM}`))['failing'] === 'job-lookup';
    }, 'the target waits');
    await eventually(
      () => (simulator.state().answeredByStatus['401'] ?? 0) >= 2,
      'it is tried again',
    );
    const failures = relay.logged('job_lookup_failed');
    expect(failures).toHaveLength(1);
    expect(failures[0]).toMatchObject({
      level: 'error',
      msg: "MetaStudio refuses the project's credential: its live jobs cannot be looked up.",
      project: 'default',
      wayOut: 'Run live-relay doctor.',
      error: { message: expect.stringContaining('Check metastudio.auth and the clock') },
    });
    expect(relay.logged('reporter_failed')).toEqual([]);
    expect(relay.log()).not.toContain('a-wrong-secret-key');
    expect(relay.log()).not.toContain(accessKey);
    expect(simulator.state().accepted.events).toBe(0);
  }, 20_000);

  it('corrects a wrong clock, and says so once', async () => {
    const simulator = await simulate({});
    const ahead = new AheadMetaStudio(40 * 60_000);
    opened.push(ahead);
    const endpoint = await ahead.start();
    const relay = await relayOf({ ...projectOf(simulator), endpoint }, simulator);
    await eventually(() => ahead.reports > 3, 'reports are accepted');
    expect(ahead.refused).toBe(1);
    expect(relay.logged('clock_skewed')).toEqual([
      expect.objectContaining({ level: 'warn', wayOut: expect.stringContaining('NTP') }),
    ]);
    expect(Math.abs(Number(relay.logged('clock_skewed')[0]!['skewMs']) - 2_400_000)).toBeLessThan(
      5000,
    );
  }, 20_000);
});
