import { once } from 'node:events';
import { setImmediate as turnOfTheLoop } from 'node:timers/promises';
import {
  AkSkSigner,
  AuthKeySigner,
  CredentialError,
  TokenSigner,
  reportPathOf,
  SkewClock,
  type Signer,
} from '#metastudio';
import { Secret } from '#secret';
import { reportRig, target, type ReportRig } from './support/report-rig.js';
import {
  answer,
  startHttpServer,
  startTcpServer,
  type ScriptedServer,
} from './support/scripted-server.js';

describe('the connections of a project', () => {
  const opened: { close(): Promise<void> }[] = [];

  afterEach(async () => {
    for (const one of opened.splice(0).toReversed()) await one.close();
  });

  function use<T extends ScriptedServer | ReportRig>(one: T): T {
    opened.push(one);
    return one;
  }

  it('are kept alive and used again', async () => {
    const server = use(await startHttpServer(answer(200)));
    const rig = use(reportRig(server.origin));
    for (let report = 0; report < 20; report++) {
      expect(await rig.send()).toMatchObject({ kind: 'delivered' });
      // Undici takes a connection as free one turn after its answer.
      await turnOfTheLoop();
    }
    expect(server.connections()).toBe(1);
  });

  it('are bounded, one request at a time on each', async () => {
    let open = 0;
    let openMax = 0;
    const server = use(
      await startHttpServer((_request, response) => {
        openMax = Math.max(openMax, ++open);
        setImmediate(() => {
          open -= 1;
          response.end('{}');
        });
      }),
    );
    const rig = use(reportRig(server.origin, { connectionsPerOrigin: 3 }));
    const outcomes = await Promise.all(Array.from({ length: 30 }, () => rig.send()));
    expect(outcomes.every(({ kind }) => kind === 'delivered')).toBe(true);
    expect(server.connections()).toBe(3);
    expect(openMax).toBeLessThanOrEqual(3);
  });

  it('lead to as many hosts as issued URLs name', async () => {
    const first = use(reportRig('http://127.0.0.1:9'));
    for (let host = 0; host < 40; host++) {
      const server = use(await startHttpServer(answer(200)));
      const rig = reportRig(server.origin, { transport: first.transport });
      expect(await rig.send()).toMatchObject({ kind: 'delivered' });
    }
  });

  it('cost no report where the server closed them between two', async () => {
    let closed: Promise<unknown> = Promise.resolve();
    const server = use(
      await startHttpServer((request, response) => {
        closed = once(request.socket, 'close');
        response.on('finish', () => request.socket.end());
        response.end('{}');
      }),
    );
    const rig = use(reportRig(server.origin));
    for (let report = 0; report < 5; report++) {
      expect(await rig.send()).toMatchObject({ kind: 'delivered' });
      await closed;
    }
    expect(server.connections()).toBe(5);
  });

  it('go on after a report was cut off', async () => {
    const server = use(
      await startHttpServer((request) => request.socket.resetAndDestroy(), answer(200)),
    );
    const rig = use(reportRig(server.origin));
    expect(await rig.send()).toMatchObject({ kind: 'retry', ambiguous: true });
    expect(await rig.send()).toMatchObject({ kind: 'delivered' });
  });

  it('give up on a proxy that hangs up, instead of trying without end', async () => {
    const proxy = use(await startTcpServer((socket) => socket.once('data', () => socket.end())));
    const rig = use(
      reportRig('http://127.0.0.1:9', { proxy: { httpProxy: new Secret(proxy.origin) } }),
    );
    expect(await rig.send()).toMatchObject({
      kind: 'retry',
      reason: 'connect-failed',
      ambiguous: false,
      code: 'PROXY_CONNECT_FAILED',
    });
    expect(proxy.connections()).toBeLessThanOrEqual(2);
  });

  it('give up on a server that hangs up during the handshake', async () => {
    const server = use(await startTcpServer((socket) => socket.once('data', () => socket.end())));
    const rig = use(reportRig(server.origin.replace('http:', 'https:')));
    expect(await rig.send()).toMatchObject({
      kind: 'retry',
      reason: 'connect-failed',
      ambiguous: false,
    });
    expect(server.connections()).toBeLessThanOrEqual(2);
  });

  it('give up on a proxy that never answers, in the time for connecting', async () => {
    const proxy = use(await startTcpServer(() => {}));
    const rig = use(
      reportRig('http://127.0.0.1:9', {
        proxy: { httpProxy: new Secret(proxy.origin) },
        connectTimeoutMs: 50,
      }),
    );
    expect(await rig.send()).toMatchObject({ reason: 'connect-failed', ambiguous: false });
  });

  it.each(['http', 'https'])(
    'tell what a proxy answers instead of connecting to %s',
    async (scheme) => {
      const proxy = use(
        await startTcpServer((socket) =>
          socket.once('data', () =>
            socket.end('HTTP/1.1 407 Proxy Authentication Required\r\ncontent-length: 0\r\n\r\n'),
          ),
        ),
      );
      const rig = use(
        reportRig(`${scheme}://127.0.0.1:9`, { proxy: { httpProxy: new Secret(proxy.origin) } }),
      );
      expect(await rig.send()).toEqual({
        kind: 'retry',
        reason: 'connect-failed',
        ambiguous: false,
        code: 'PROXY_ANSWERED_407',
      });
    },
  );

  it.each([
    ['user:pass%25word@', 'user:pass%word'],
    ['token@', 'token:'],
    [':word@', ':word'],
  ])('give a proxy the user and the password that its address has: %s', async (given, pair) => {
    let asked = '';
    const proxy = use(
      await startTcpServer((socket) =>
        socket.once('data', (bytes) => {
          asked = String(bytes);
          socket.end();
        }),
      ),
    );
    const address = proxy.origin.replace('://', `://${given}`);
    const rig = use(reportRig('http://127.0.0.1:9', { proxy: { httpProxy: new Secret(address) } }));
    await rig.send();
    const [, basic = ''] = /^proxy-authorization: Basic (.*)\r$/imu.exec(asked) ?? [];
    expect(Buffer.from(basic, 'base64').toString()).toBe(pair);
  });

  it('do not go through the proxy to hosts that are reached directly', async () => {
    const server = use(await startHttpServer(answer(200)));
    const proxy = { httpProxy: new Secret('http://127.0.0.1:9'), noProxy: '127.0.0.1' };
    const rig = use(reportRig(server.origin, { proxy }));
    expect(await rig.send()).toMatchObject({ kind: 'delivered' });
  });
});

describe('the authority of a report', () => {
  const opened: { close(): Promise<void> }[] = [];
  const keys = { accessKey: new Secret('ak'), secretKey: new Secret('sk') };

  afterEach(async () => {
    for (const one of opened.splice(0).toReversed()) await one.close();
  });

  it('is the key of an issued URL alone, sent as it was issued', async () => {
    const server = await startHttpServer(answer(200));
    const rig = reportRig(server.origin, { signer: new AkSkSigner(keys) });
    opened.push(server, rig);
    const path = `${reportPathOf(target)}?auth_key=a/b+c==&expires_time=9999999999999&x`;
    await rig.send({}, { issuedUrl: `${server.origin}${path}`, appUserId: 'shop-17' });
    expect(server.arrived[0]).toMatchObject({ url: path });
    expect(Object.keys(server.arrived[0]!.headers).sort()).toEqual([
      'accept',
      'connection',
      'content-length',
      'content-type',
      'host',
      'user-agent',
      'x-app-userid',
    ]);
  });

  it('drops an issued URL whose key is refused', async () => {
    const server = await startHttpServer(answer(401, { error_code: 'MSS.00000001' }));
    const rig = reportRig(server.origin);
    opened.push(server, rig);
    const issuedUrl = `${server.origin}${reportPathOf(target)}?auth_key=old`;
    expect(await rig.send({}, { issuedUrl })).toMatchObject({
      kind: 'unauthorized',
      remedy: 'drop-url',
    });
    expect(await rig.send()).toMatchObject({ kind: 'unauthorized', remedy: 'none' });
  });

  it.each([
    [403, {}, { kind: 'unauthorized', status: 403 }],
    [404, { error_code: 'APIGW.0101' }, { kind: 'unauthorized', code: 'APIGW.0101' }],
    [404, {}, { kind: 'gone', status: 404 }],
  ])('goes on without an issued URL that is answered with %i %j', async (status, body, outcome) => {
    const server = await startHttpServer(answer(status, body));
    const rig = reportRig(server.origin);
    opened.push(server, rig);
    const issuedUrl = `${server.origin}${reportPathOf(target)}?auth_key=old`;
    expect(await rig.send({}, { issuedUrl })).toMatchObject({ ...outcome, remedy: 'drop-url' });
    expect(await rig.send()).not.toHaveProperty('remedy');
    // Nothing else authenticates there.
    const alone = reportRig(server.origin, { policy: { reportAuth: 'url' } });
    opened.push(alone);
    expect(await alone.send({}, { issuedUrl })).not.toHaveProperty('remedy');
  });

  it('is signed on the wire exactly as it is sent, host and port included', async () => {
    const server = await startHttpServer(answer(200));
    const rig = reportRig(server.origin, {
      signer: new AkSkSigner(keys),
      policy: { refreshUrl: 'always' },
    });
    opened.push(server, rig);
    await rig.send();
    const { url, headers } = server.arrived[0]!;
    expect(url).toBe(`${reportPathOf(target)}?refresh_url=true`);
    expect(headers.host).toBe(`127.0.0.1:${server.port}`);
    expect(headers.authorization).toMatch(
      /^SDK-HMAC-SHA256 Access=ak, SignedHeaders=content-type;host;x-project-id;x-sdk-date, /,
    );
  });

  it('signs again by the corrected clock when the clock was why it was refused', async () => {
    const real = Date.now();
    const server = await startHttpServer(answer(401, { error_code: 'APIGW.0303' }), answer(200));
    const told: number[] = [];
    const clock = new SkewClock(
      () => Date.now() - 3_600_000,
      ({ skewMs }) => told.push(skewMs),
    );
    const rig = reportRig(server.origin, { signer: new AkSkSigner(keys), clock });
    opened.push(server, rig);
    expect(await rig.send()).toMatchObject({ kind: 'unauthorized', remedy: 'sign-again' });
    expect(await rig.send()).toMatchObject({ kind: 'delivered' });
    expect(told).toHaveLength(1);
    expect(Math.abs(clock.now() - real)).toBeLessThan(60_000);
    const dates = server.arrived.map(({ headers }) => String(headers['x-sdk-date']));
    expect(dates[0]! < dates[1]!).toBe(true);
  });

  it.each([
    [true, { kind: 'retry', reason: 'credential-failed', ambiguous: false }],
    [false, { kind: 'unauthorized', remedy: 'none', by: 'IAM' }],
  ])('is waited for where none can be had now (retriable: %s)', async (retriable, expected) => {
    const server = await startHttpServer(answer(200));
    const failing: Signer = {
      sign: () => Promise.reject(new CredentialError('No token.', { retriable })),
      refused: () => false,
    };
    const rig = reportRig(server.origin, { signer: failing });
    opened.push(server, rig);
    expect(await rig.send()).toEqual(expected);
    expect(server.connections()).toBe(0);
  });

  it('pauses the target where HTTP cannot carry it, and blames no network', async () => {
    const server = await startHttpServer(answer(200));
    const rig = reportRig(server.origin, { signer: new TokenSigner(new Secret('a\nb')) });
    opened.push(server, rig);
    expect(await rig.send()).toEqual({
      kind: 'refused',
      reason: 'unsendable',
      code: 'UND_ERR_INVALID_ARG',
    });
    expect(server.arrived).toEqual([]);
  });

  it('is an auth_key of our own, after the parameters that are there', async () => {
    const server = await startHttpServer(answer(200));
    const signer = new AuthKeySigner({
      secret: new Secret('s'),
      template: '{url}{expires_time}',
      encoding: 'hex',
      ttlSeconds: 60,
      carrier: 'query',
    });
    const rig = reportRig(server.origin, {
      signer,
      policy: { reportAuth: 'auth-key', refreshUrl: 'always' },
    });
    opened.push(server, rig);
    await rig.send();
    expect(server.arrived[0]!.url).toMatch(
      /live-event-report\?refresh_url=true&auth_key=[0-9a-f]{64}&expires_time=\d{13}$/,
    );
    expect(server.arrived[0]!.headers.authorization).toBeUndefined();
  });
});
