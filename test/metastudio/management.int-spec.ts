import type { RequestListener } from 'node:http';
import {
  AkSkSigner,
  ApiCaller,
  createSigner,
  createTransport,
  endpointOf,
  InvalidFilterError,
  ManagementClient,
  MetaStudioCallError,
  PacedLimiter,
  RequestUrl,
  SkewClock,
  type AuthOptions,
  type CallFailure,
} from '#metastudio';
import { Secret } from '#secret';
import { answer, startHttpServer, type ScriptedServer } from './support/scripted-server.js';

const PROJECT = '70b7600000034253880af501cd000000';
const ROOMS = `/v1/${PROJECT}/smart-live-rooms`;
const keys = { accessKey: new Secret('ak'), secretKey: new Secret('sk') };
const aksk: AuthOptions = { type: 'aksk', ...keys };
const hangUp: RequestListener = (request) => request.socket.destroy();
/** Begins an answer, and is gone. */
const breakOff: RequestListener = (_request, response) => {
  response.writeHead(200, { 'content-type': 'application/json', 'content-length': '99' });
  response.write('{"job_id":', () => response.destroy());
};

function roomsFrom(from: number, count: number): { room_id: string }[] {
  return Array.from({ length: count }, (_, index) => ({ room_id: `r${from + index}` }));
}

function iam(endpoint: string): AuthOptions {
  return {
    type: 'iam',
    endpoint,
    domain: 'account',
    user: 'user',
    password: new Secret('pass"word'),
    project: 'cn-north-4',
  };
}

function token(text: string, endsAt = '2099-01-01T00:00:00.000000Z'): RequestListener {
  const body = { token: { expires_at: endsAt } };
  return answer(201, body, { 'x-subject-token': text });
}

describe('ManagementClient', () => {
  const opened: { close(): Promise<void> }[] = [];

  afterEach(async () => {
    for (const one of opened.splice(0).toReversed()) await one.close();
  });

  async function start(...steps: RequestListener[]): Promise<ScriptedServer> {
    const server = await startHttpServer(...steps);
    opened.push(server);
    return server;
  }

  function clientOf(
    origin: string,
    auth = aksk,
    clock = new SkewClock(),
    timeoutMs = 2000,
  ): ManagementClient {
    const transport = createTransport();
    opened.push({ close: () => transport.destroy() });
    const signer = createSigner(auth, { transport, clock, timeoutMs });
    const options = {
      endpoint: endpointOf(origin),
      projectId: PROJECT,
      appUserId: 'shop-17',
      timeoutMs,
    };
    const caller = new ApiCaller(options, signer, transport, clock, new PacedLimiter(1000));
    return new ManagementClient(PROJECT, caller);
  }

  it('lists rooms over pages, each request encoded as it is signed', async () => {
    const server = await start(
      answer(200, { count: 130, smart_live_rooms: roomsFrom(0, 100) }),
      answer(200, { count: 130, smart_live_rooms: [...roomsFrom(100, 29), null] }),
    );
    const ids: string[] = [];
    const filter = { roomName: '直播间 A+B', liveState: ['WAITING', 'PROCESSING'] };
    for await (const { roomId } of clientOf(server.origin).listSmartLiveRooms(filter)) {
      ids.push(roomId);
    }
    expect(ids).toHaveLength(129);
    const query = 'room_name=%E7%9B%B4%E6%92%AD%E9%97%B4%20A%2BB&live_state=WAITING%2CPROCESSING';
    expect(server.arrived.map(({ url }) => url)).toEqual([
      `${ROOMS}?${query}&offset=0&limit=100`,
      `${ROOMS}?${query}&offset=100&limit=100`,
    ]);
    expect(server.arrived[0]?.headers).toMatchObject({
      'x-project-id': PROJECT,
      'x-app-userid': 'shop-17',
      authorization: expect.stringContaining(
        'SignedHeaders=host;x-app-userid;x-project-id;x-sdk-date',
      ),
    });
  });

  it('signs requests as the server verifies them', async () => {
    const server = await start(answer(200, { smart_live_jobs: [] }));
    const jobs = clientOf(server.origin).listJobs({ roomName: "a'(b)*! ~" });
    expect(await jobs.next()).toMatchObject({ done: true });
    const { url, headers } = server.arrived[0]!;
    const [, path, query] = /^([^?]*)\?(.*)$/u.exec(url)!;
    expect(query).toContain('room_name=a%27%28b%29%2A%21%20~&');
    const date = String(headers['x-sdk-date']);
    const again = new AkSkSigner(keys).sign({
      method: 'GET',
      url: RequestUrl.parse(`${server.origin}${path}?${query}`)!,
      headers: { 'x-project-id': PROJECT, 'x-app-userid': 'shop-17' },
      now: Date.parse(date.replace(/^(....)(..)(..)T(..)(..)/u, '$1-$2-$3T$4:$5:')),
    });
    expect(headers.authorization).toBe(again.headers['authorization']);
  });

  it("lists a room's jobs and the project's, and shows one of each", async () => {
    const job = { job_id: 'j1', state: 'PROCESSING', live_event_report_url: 'https://h/x' };
    const server = await start(
      answer(200, { count: 1, smart_live_jobs: [job] }),
      answer(200, { count: 1, smart_live_jobs: [job] }),
      answer(200, { state: 'SUCCEED' }),
      answer(200, { room_name: 'shop' }),
    );
    const client = clientOf(server.origin);
    const newest = { state: ['PROCESSING'], sortKey: 'create_time', sortDir: 'desc' } as const;
    const listed = await client.listRoomJobs('r1', { ...newest, limit: 1 }).next();
    expect(listed.value).toMatchObject({ jobId: 'j1', state: 'PROCESSING' });
    await client.listJobs().next();
    expect(await client.showJob('r1', 'j2')).toMatchObject({
      jobId: 'j2',
      roomId: 'r1',
      state: 'SUCCEED',
    });
    expect(await client.showRoom('r/1')).toMatchObject({ roomId: 'r/1', roomName: 'shop' });
    expect(server.arrived.map(({ url }) => url)).toEqual([
      `${ROOMS}/r1/smart-live-jobs?state=PROCESSING&sort_key=create_time&sort_dir=desc&offset=0&limit=1`,
      `/v1/${PROJECT}/smart-live-jobs?offset=0&limit=100`,
      `${ROOMS}/r1/smart-live-jobs/j2`,
      `${ROOMS}/r%2F1`,
    ]);
  });

  it('sends nothing for a filter that the API would misread', async () => {
    const server = await start(answer(200));
    const client = clientOf(server.origin);
    expect(() => client.listSmartLiveRooms({ startTime: 'now' })).toThrow(InvalidFilterError);
    expect(server.connections()).toBe(0);
  });

  it.each<[CallFailure, boolean, RequestListener]>([
    ['unauthorized', false, answer(401, { error_code: 'APIGW.0301', error_msg: 's3cret' })],
    ['forbidden', false, answer(403)],
    ['not-found', false, answer(404)],
    ['invalid-request', false, answer(400, { error_code: 'MSS.00000003' })],
    ['throttled', true, answer(429, '', { 'retry-after': '2' })],
    ['wrong-endpoint', false, answer(302, '', { location: 'https://example.com/' })],
    ['unavailable', true, answer(503)],
    ['unavailable', true, hangUp],
    ['unavailable', true, breakOff],
    ['unreadable-answer', false, answer(200, '<html>')],
    ['unreadable-answer', false, answer(200, '')],
    ['unreadable-answer', false, answer(200, { job_id: 'j' })],
  ])('fails as %s (retriable: %s)', async (reason, retriable, step) => {
    const server = await start(step);
    const error = await clientOf(server.origin)
      .showJob('r1', 'j1')
      .catch((caught: unknown) => caught);
    expect(error).toBeInstanceOf(MetaStudioCallError);
    expect(error).toMatchObject({ code: 'RELAY_METASTUDIO_CALL_FAILED', reason, retriable });
    expect(String(error)).toContain(`GET 127.0.0.1:${server.port}${ROOMS}/r1/smart-live-jobs/j1`);
    expect(String(error)).not.toContain('s3cret');
  });

  it.each([
    { status: 'ok' },
    { smart_live_rooms: 'none', count: 0 },
    { smart_live_rooms: { room_id: 'r1' } },
    { count: 'many', rooms: [] },
  ])('refuses %j of some other server as a list', async (body) => {
    const server = await start(answer(200, body));
    await expect(clientOf(server.origin).listSmartLiveRooms().next()).rejects.toMatchObject({
      reason: 'unreadable-answer',
      message: expect.stringContaining('Check metastudio.endpoint and proxies') as string,
    });
  });

  it.each([{}, { count: 0 }, { count: '0' }, { smart_live_rooms: null }, { smart_live_rooms: [] }])(
    'reads %j as an empty list',
    async (body) => {
      const server = await start(answer(200, body));
      expect(await clientOf(server.origin).listSmartLiveRooms().next()).toMatchObject({
        done: true,
      });
    },
  );

  it('tells the way out for an expired token, and for an unreachable server', async () => {
    const server = await start(answer(400, { error_code: 'MSS.00010008' }), hangUp);
    const client = clientOf(server.origin, { type: 'token', token: new Secret('old') });
    await expect(client.showRoom('r1')).rejects.toThrow(/the token was refused: .*expired/u);
    await expect(client.showRoom('r1')).rejects.toThrow(/cannot be reached.*HTTPS_PROXY/u);
  });

  it('gives up when the signal aborts', async () => {
    const abort = new AbortController();
    const server = await start(() => abort.abort());
    const { signal } = abort;
    await expect(clientOf(server.origin).showRoom('r1', { signal })).rejects.toMatchObject({
      reason: 'aborted',
    });
    await expect(clientOf(server.origin).showRoom('r1', { signal })).rejects.toMatchObject({
      reason: 'aborted',
    });
    expect(server.arrived).toHaveLength(1);
  });

  it('signs again by the corrected clock', async () => {
    const server = await start(
      answer(401, { error_code: 'APIGW.0303' }),
      answer(200, { state: 'PROCESSING' }),
    );
    const clock = new SkewClock(() => Date.now() - 3_600_000);
    const job = await clientOf(server.origin, aksk, clock).showJob('r1', 'j1');
    expect(job.state).toBe('PROCESSING');
    expect(server.arrived).toHaveLength(2);
  });

  it("gives MetaStudio's own words for a request that it does not accept", async () => {
    const body = { error_code: 'MSS.00000003', error_msg: 'live_state\u0007 is\n wrong' };
    const server = await start(answer(400, body));
    const error: unknown = await clientOf(server.origin)
      .showJob('r1', 'j1')
      .catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ reason: 'invalid-request', words: 'live_state is wrong' });
    expect(String(error)).toContain('does not accept the request: live_state is wrong (status 400');
  });

  it('tells a credential that HTTP cannot carry from a failing network', async () => {
    const server = await start(answer(200, {}));
    const auth = { type: 'token', token: new Secret('令牌') } as const;
    const error: unknown = await clientOf(server.origin, auth)
      .showJob('r1', 'j1')
      .catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ reason: 'unsendable', retriable: false });
    expect(String(error)).not.toMatch(/令牌|HTTPS_PROXY|cannot be reached/u);
    expect(server.arrived).toEqual([]);
  });

  describe('with an IAM user', () => {
    const ok = answer(200, { state: 'PROCESSING' });

    it('obtains one token for many calls, larger than a usual header', async () => {
      const large = 'M'.repeat(20_000);
      const iamServer = await start(token(large));
      const server = await start(ok);
      const client = clientOf(server.origin, iam(iamServer.origin));
      await Promise.all([1, 2, 3, 4].map(() => client.showJob('r1', 'j1')));
      expect(iamServer.arrived).toHaveLength(1);
      expect(iamServer.arrived[0]).toMatchObject({
        method: 'POST',
        url: '/v3/auth/tokens?nocatalog=true',
      });
      expect(JSON.parse(iamServer.arrived[0]!.body.toString())).toEqual({
        auth: {
          identity: {
            methods: ['password'],
            password: {
              user: { name: 'user', password: 'pass"word', domain: { name: 'account' } },
            },
          },
          scope: { project: { name: 'cn-north-4' } },
        },
      });
      expect(server.arrived.every(({ headers }) => headers['x-auth-token'] === large)).toBe(true);
    });

    it('keeps a token whose end is told as past, until it is refused', async () => {
      const iamServer = await start(token('t', '2020-01-01T00:00:00.000000Z'));
      const server = await start(ok);
      const client = clientOf(server.origin, iam(iamServer.origin));
      for (let call = 0; call < 3; call++) await client.showJob('r1', 'j1');
      expect(iamServer.arrived).toHaveLength(1);
    });

    it('gives up when the signal aborts, though IAM keeps silent', async () => {
      const abort = new AbortController();
      const iamServer = await start(() => abort.abort());
      const client = clientOf('http://127.0.0.1:9', iam(iamServer.origin), undefined, 600_000);
      const { signal } = abort;
      await expect(client.showJob('r1', 'j1', { signal })).rejects.toMatchObject({
        reason: 'aborted',
      });
    });

    it('says what to check when IAM refuses the user, without the password', async () => {
      const iamServer = await start(answer(401, { error: { code: 401, message: 'pass"word' } }));
      const server = await start(ok);
      const client = clientOf(server.origin, iam(iamServer.origin));
      await expect(client.showJob('r1', 'j1')).rejects.toMatchObject({
        code: 'RELAY_CREDENTIAL_FAILED',
        retriable: false,
        message: expect.stringMatching(
          /^IAM gave no token \(status 401\)\. Check metastudio\.auth/,
        ),
      });
      await expect(client.showJob('r1', 'j1')).rejects.toThrow('IAM gave no token');
      expect(iamServer.arrived).toHaveLength(1);
      expect(server.connections()).toBe(0);
    });

    it.each([
      [{ error_code: 'IAM.0006', error_msg: 'pass"word' }],
      [{ error: { code: 'IAM.0006', message: 'pass"word' } }],
    ])("keeps IAM's own code of %j, and not its words", async (body) => {
      const iamServer = await start(answer(401, body));
      const server = await start(ok);
      const client = clientOf(server.origin, iam(iamServer.origin));
      const error: unknown = await client.showJob('r1', 'j1').catch((thrown: unknown) => thrown);
      expect(error).toMatchObject({ giver: 'IAM', giverCode: 'IAM.0006' });
      expect(String(error)).toContain('(status 401, IAM.0006)');
      expect(String(error)).not.toContain('pass"word');
    });

    it.each([
      ['is busy', answer(503), undefined],
      ['is asked too often', answer(429, {}, { 'retry-after': '7' }), 7000],
      ['hangs up', hangUp, undefined],
    ])('can be tried again when IAM %s', async (_name, step, retryAfterMs) => {
      const iamServer = await start(step);
      const server = await start(ok);
      const client = clientOf(server.origin, iam(iamServer.origin));
      await expect(client.showJob('r1', 'j1')).rejects.toMatchObject({
        retriable: true,
        retryAfterMs,
      });
    });
  });
});

describe('PacedLimiter', () => {
  it('lets calls through in order, and drops aborted ones', async () => {
    const limiter = new PacedLimiter(200);
    const order: number[] = [];
    const abort = new AbortController();
    const dropped = limiter.take().then(() => limiter.take(abort.signal));
    const rest = [1, 2, 3].map((call) => limiter.take().then(() => order.push(call)));
    abort.abort();
    await expect(dropped).rejects.toThrow();
    await Promise.all(rest);
    expect(order).toEqual([1, 2, 3]);
  });

  it('refuses a limit of 0', () => {
    expect(() => new PacedLimiter(0)).toThrow(RangeError);
  });
});
