import { jest } from '@jest/globals';
import { PortSlots } from '../../apps/relay/src/console/port-slots.js';
import { eventually } from '../support/eventually.js';
import { ApiRig, bearer, TOKEN, viewer, VIEWER, type ApiAnswer } from './api-rig.js';
import { RedisServer } from '../support/redis-server.js';

let rig: ApiRig;
let open: ApiRig;
let bodies: ApiRig;

beforeAll(async () => {
  const redis = await RedisServer.shared();
  rig = await ApiRig.start({ redis });
  open = await ApiRig.start({ redis, environment: {} });
  bodies = await ApiRig.start({ redis });
});

afterAll(async () => {
  await Promise.all([rig.stop(), open.stop(), bodies.stop()]);
});

function typeOf(body: Record<string, unknown>): string {
  return String(body['type']).replace('urn:live-relay:problem:', '');
}

/** Logs in, and gives the session's cookie. */
async function cookieOf(token: string): Promise<string> {
  const answer = await rig.ask('POST', '/api/session', { body: { token } });
  expect(answer.status).toBe(201);
  return answer.headers['set-cookie']![0]!.split(';', 1)[0]!;
}

describe('a process without a role', () => {
  it('names the role whose processes have what is below /ingest and /api', async () => {
    const detail = 'This process has not the role collector (RELAY_ROLES): ask one that has.';
    for (const method of ['GET', 'POST']) {
      const pushed = await open.ask(method, '/ingest/shop');
      expect(pushed).toMatchObject({ status: 404, body: { detail } });
    }
    const none = await open.ask('GET', '/api/none');
    expect(none.body).toMatchObject({ detail: 'No such address.' });
    const environment = { RELAY_ROLES: 'collector' };
    const collector = await ApiRig.start({ redis: await RedisServer.shared(), environment });
    const asked = await collector.ask('GET', '/api/bridges');
    await collector.stop();
    expect(asked).toMatchObject({
      status: 404,
      body: { detail: expect.stringContaining('role console') },
    });
  });
});

describe('the API without a token', () => {
  it('answers 401 with a problem, and never a redirect', async () => {
    for (const headers of [
      {},
      { authorization: 'Bearer wrong' },
      { authorization: `Bearer ${TOKEN}x` },
      { authorization: `Basic ${TOKEN}` },
      { authorization: TOKEN },
      { cookie: 'relay_session=none' },
      { cookie: `relay_session=${'a'.repeat(43)}` },
    ]) {
      const { status, headers: answered, body } = await rig.ask('GET', '/api/status', { headers });
      expect(status).toBe(401);
      expect(answered).toMatchObject({
        'content-type': 'application/problem+json; charset=utf-8',
        'www-authenticate': 'Bearer',
      });
      expect(body).toMatchObject({ status: 401, title: expect.any(String) });
    }
  });

  it.each(['/API/status', '/api/STATUS', '/api/status/', '/api/none', '/api', '/api/session?x=/a'])(
    'tells nothing on %s',
    async (path) => {
      expect((await rig.ask('GET', path)).status).toBe(401);
      expect(await rig.raw(`GET http://x${path} HTTP/1.0\r\n\r\n`)).toContain(' 401 ');
    },
  );

  it('reads nothing of a body', async () => {
    const head = 'POST /api/session HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer no\r\n';
    const answer = await rig.raw(`${head}Content-Length: 1000000\r\n\r\n`);
    expect(answer).toContain(' 401 ');
    expect(answer).toContain('onnection: close');
  });
});

describe('the API to a web page of another origin', () => {
  it.each([
    { origin: 'http://evil.example' },
    { origin: 'https://127.0.0.1.evil.example' },
    { origin: 'null' },
    { origin: 'http://127.0.0.1:1' },
    { origin: 'chrome-extension://abc' },
    { 'sec-fetch-site': 'cross-site' },
    { 'sec-fetch-site': 'same-site' },
    { 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'navigate', 'sec-fetch-dest': 'iframe' },
  ])('refuses %j, with any credentials', async (headers: Record<string, string>) => {
    const cookie = await cookieOf(TOKEN);
    for (const method of ['GET', 'POST', 'PUT', 'DELETE', 'OPTIONS']) {
      for (const [api, shown] of [
        [open, {}],
        [rig, bearer],
        [rig, { cookie, 'x-relay-console': '1' }],
      ] as const) {
        const {
          status,
          body,
          headers: answered,
        } = await api.ask(method, '/api/session', {
          headers: { ...headers, ...shown },
        });
        expect(status).toBe(403);
        expect(typeOf(body)).toBe('other-origin');
        expect(Object.keys(answered).join()).not.toContain('access-control');
      }
    }
  });

  it('serves requests of its own origin, and a followed link to a page', async () => {
    const origin = `http://127.0.0.1:${open.port}`;
    expect((await open.ask('GET', '/api/status', { headers: { origin } })).status).toBe(200);
    const link = {
      'sec-fetch-site': 'cross-site',
      'sec-fetch-mode': 'navigate',
      'sec-fetch-dest': 'document',
    };
    expect((await open.ask('GET', '/api/status', { headers: link })).status).toBe(200);
    expect((await open.ask('POST', '/api/session', { headers: link })).status).toBe(403);
  });

  it('does no work for a page of another origin below other paths either', async () => {
    for (const headers of [{ origin: 'null' }, { 'sec-fetch-site': 'cross-site' }]) {
      expect((await open.ask('GET', '/metrics', { headers })).status).toBe(403);
    }
    expect((await open.ask('GET', '/metrics')).status).toBe(200);
  });

  it('serves no other host where it needs no token (DNS rebinding)', async () => {
    for (const host of ['evil.example:3000', 'localhost.evil.example', '10.0.0.1']) {
      const headers = { host, origin: `http://${host}` };
      expect((await open.ask('GET', '/api/status', { headers: { host } })).status).toBe(401);
      expect([401, 403]).toContain((await open.ask('GET', '/api/status', { headers })).status);
    }
    expect(await open.raw('GET /api/status HTTP/1.0\r\n\r\n')).toContain(' 401 ');
  });

  it('serves nobody for whom a proxy of this machine asks, where it needs no token', async () => {
    const host = `127.0.0.1:${open.port}`;
    const told = [
      { 'x-forwarded-for': '203.0.113.7' },
      { forwarded: 'for=203.0.113.7' },
      { 'x-real-ip': '203.0.113.7' },
    ];
    const { body } = await open.ask('GET', '/api/session', { headers: { host, ...told[0] } });
    expect(body).toMatchObject({
      detail: expect.stringContaining('passes on: set it'),
      detailZh: expect.stringContaining('请先设置'),
    });
    for (const one of told as Record<string, string>[]) {
      for (const path of ['/api/status', '/api/session', '/metrics']) {
        expect((await open.ask('GET', path, { headers: { host, ...one } })).status).toBe(401);
      }
    }
    const other = 'X-Other: x\r\n'.repeat(300);
    const request = `GET /api/session HTTP/1.1\r\nHost: ${host}\r\n${other}X-Forwarded-For: 203.0.113.7\r\n`;
    expect(await open.raw(`${request}Connection: close\r\n\r\n`)).toContain(' 401 ');
  });
});

describe('a session', () => {
  it('begins with the token, in a cookie that no script and no other site has', async () => {
    const { status, headers, body } = await rig.ask('POST', '/api/session', {
      body: { token: TOKEN },
    });
    expect(status).toBe(201);
    expect(body).toMatchObject({ role: 'operator', via: 'session' });
    const [cookie = ''] = headers['set-cookie'] ?? [];
    expect(cookie).toMatch(
      /^relay_session=[\w-]{43}; Path=\/; Max-Age=43200; HttpOnly; SameSite=Strict$/,
    );
    const shown = { cookie: cookie.split(';', 1)[0]! };
    const answer = await rig.ask('GET', '/api/session', { headers: shown });
    expect(answer.body).toEqual(body);
    expect((await rig.ask('GET', '/api/status', { headers: shown })).status).toBe(200);
  });

  it('is found behind cookies that another page of this host has set', async () => {
    const cookie = await cookieOf(TOKEN);
    const others = [`relay_session=${'b'.repeat(43)}`, 'relay_session=x', 'relay_session='];
    const headers = { cookie: [...others, cookie].join('; ') };
    expect((await rig.ask('GET', '/api/session', { headers })).status).toBe(200);
    // As many as are worth a look each.
    const many = Array.from({ length: 4 }, () => others[0]);
    const late = { cookie: [...many, cookie].join('; ') };
    expect((await rig.ask('GET', '/api/session', { headers: late })).status).toBe(401);
  });

  it('has a Secure cookie where the page came through TLS', async () => {
    const host = `127.0.0.1:${rig.port}`;
    const secure: Record<string, string>[] = [
      { origin: `https://${host}` },
      { 'x-forwarded-proto': 'https' },
    ];
    for (const headers of secure) {
      const body = { token: VIEWER };
      const answer = await rig.ask('POST', '/api/session', {
        headers,
        body,
      });
      expect(answer.headers['set-cookie']![0]).toContain('; Secure');
    }
  });

  it('is stored in Redis only as a hash, as is a token', async () => {
    const cookie = await cookieOf(TOKEN);
    const keys = await rig.relay.redis.keys(`${rig.prefix}:session:*`);
    const values = await rig.relay.redis.mget(keys);
    const kept = [...keys, ...values].join(' ');
    expect(keys.length).toBeGreaterThan(0);
    expect(kept).not.toContain(cookie.slice('relay_session='.length));
    expect(kept + rig.logLines.join('')).not.toContain(TOKEN);
    for (const key of keys) expect(await rig.relay.redis.pttl(key)).toBeGreaterThan(0);
  });

  it('changes nothing without the header that another origin cannot send', async () => {
    const cookie = await cookieOf(TOKEN);
    const answer = await rig.ask('DELETE', '/api/session', { headers: { cookie } });
    expect(answer.status).toBe(403);
    expect(typeOf(answer.body)).toBe('console-header-missing');
    expect((await rig.ask('GET', '/api/session', { headers: { cookie } })).status).toBe(200);
  });

  it('ends at a log-out, in all processes', async () => {
    const cookie = await cookieOf(TOKEN);
    const headers = { cookie, 'x-relay-console': '1' };
    const answer = await rig.ask('DELETE', '/api/session', { headers });
    expect(answer.status).toBe(204);
    expect(answer.headers['set-cookie']![0]).toMatch(/^relay_session=; Path=\/; Max-Age=0; /);
    expect((await rig.ask('GET', '/api/session', { headers })).status).toBe(401);
    expect((await rig.ask('DELETE', '/api/session', { headers })).status).toBe(204);
  });

  it('ends with the token that it was made with', async () => {
    const cookie = await cookieOf(TOKEN);
    const { prefix } = rig;
    const redis = await RedisServer.shared();
    const environment = { RELAY_API_TOKEN: `${TOKEN}-2`, RELAY_VIEWER_TOKEN: VIEWER };
    const later = await ApiRig.start({ redis, prefix, environment });
    try {
      expect((await later.ask('GET', '/api/session', { headers: { cookie } })).status).toBe(401);
    } finally {
      await later.stop();
    }
  });

  it('is not needed where there is no token', async () => {
    const { status, body, headers } = await open.ask('POST', '/api/session', { body: {} });
    expect(status).toBe(201);
    expect(body).toEqual({ role: 'operator', via: 'loopback' });
    expect(headers).not.toHaveProperty('set-cookie');
  });
});

describe('a login', () => {
  it('reports what is wrong with its body, without a value', async () => {
    const wrong = await rig.ask('POST', '/api/session', { body: { tokn: 'secret-value', x: 1 } });
    expect(wrong.status).toBe(400);
    expect(wrong.body['errors']).toEqual([
      { pointer: '/tokn', detail: 'is no key that is known; did you mean token?' },
      { pointer: '/x', detail: 'is no key that is known' },
      { pointer: '/token', detail: 'must be the token: 1 to 1024 characters' },
    ]);
    expect(wrong.text).not.toContain('secret-value');
  });
});

describe('a wrong token', () => {
  it('answers 429 after thirty in a minute wherever it is shown, and locks out no right one', async () => {
    const redis = await RedisServer.shared();
    const tried = await ApiRig.start({ redis });
    try {
      const token = 'x'.repeat(32);
      const headers = { authorization: `Bearer ${token}` };
      const ask = async (i: number): Promise<ApiAnswer> => {
        if (i % 3 === 0) return tried.ask('POST', '/api/session', { body: { token } });
        return tried.ask('GET', i % 3 === 1 ? '/api/status' : '/metrics', { headers });
      };
      const statuses = new Set<number>();
      for (let i = 0; i < 30; i++) statuses.add((await ask(i)).status);
      expect([...statuses]).toEqual([401]);
      const answers = await Promise.all([0, 1, 2].map(ask));
      for (const { status, headers: told } of answers) {
        expect(status).toBe(429);
        expect(Number(told['retry-after'])).toBeGreaterThan(0);
      }
      const right = await Promise.all([
        tried.ask('POST', '/api/session', { body: { token: TOKEN } }),
        tried.ask('GET', '/api/status', { headers: bearer }),
        tried.ask('GET', '/metrics', { headers: viewer }),
      ]);
      expect(right.map(({ status }) => status)).toEqual([201, 200, 200]);
      for (const at of ['login', 'api', 'metrics']) {
        expect(right[2].text).toContain(`relay_tokens_refused_total{at="${at}"} 11`);
      }
      const lines = tried.logLines.filter((line) => line.includes('"token_refused"'));
      const named = lines.map((line) => JSON.parse(line) as { reason: string; host: string });
      expect(new Set(named.map(({ reason }) => reason))).toEqual(
        new Set(['login', 'api', 'metrics']),
      );
      expect(new Set(named.map(({ host }) => host))).toEqual(new Set(['127.0.0.1']));
      expect(lines.join()).not.toContain(token);
    } finally {
      await tried.stop();
    }
  });

  it('takes no place of a right one that waits since its address guesses', async () => {
    const redis = await RedisServer.shared();
    const slots = { strangersMax: 4, askingMax: 4 };
    const tried = await ApiRig.start({ redis, slots });
    try {
      const headers = { authorization: `Bearer ${'x'.repeat(32)}` };
      const guess = async (path: string) => tried.ask('GET', path, { headers }).catch(() => {});
      for (let i = 0; i < 31; i++) await guess('/api/session');
      const code = await codeOfLink(tried);
      const admit = jest.spyOn(PortSlots.prototype, 'admit');
      const right = Promise.all([
        tried.ask('POST', '/api/session', { body: { token: TOKEN } }),
        tried.ask('POST', '/api/session-links/use', { body: { code } }),
        tried.ask('GET', '/api/status', { headers: bearer }),
        tried.ask('GET', '/metrics', { headers: viewer }),
      ]);
      const kept = () => new Set(admit.mock.calls.map(([socket]) => socket)).size;
      await eventually(() => kept() === 4, 'all of them wait');
      admit.mockRestore();
      const crowd = Array.from({ length: 8 }, () => ['/api/session', '/metrics']).flat();
      await Promise.all(crowd.map(guess));
      expect((await right).map(({ status }) => status)).toEqual([201, 201, 200, 200]);
    } finally {
      await tried.stop();
    }
  });
});

async function codeOfLink(tried: ApiRig): Promise<unknown> {
  const { body } = await tried.ask('POST', '/api/session-links', { headers: bearer, body: {} });
  return body['code'];
}

describe('a request to the API', () => {
  it('is answered 404 where its address cannot be decoded', async () => {
    for (const path of ['/api/bridges/%ff', '/api/targets/%', '/api/%zz']) {
      const { status, body } = await rig.ask('GET', path, { headers: bearer });
      expect({ path, status, title: body['title'] }).toMatchObject({ path, status: 404 });
    }
  });

  it('is answered 405 with the allowed methods, which OPTIONS gives too', async () => {
    const { status, headers, body } = await rig.ask('PUT', '/api/session', { headers: bearer });
    expect(status).toBe(405);
    expect(headers['allow']).toBe('DELETE, GET, HEAD, OPTIONS, POST');
    expect(typeOf(body)).toBe('method-not-allowed');
    const options = await rig.ask('OPTIONS', '/api/session', { headers: bearer });
    expect(options.status).toBe(204);
    expect(options.headers['allow']).toBe('DELETE, GET, HEAD, OPTIONS, POST');
    const head = await rig.ask('HEAD', '/api/session', { headers: bearer });
    expect(head).toMatchObject({ status: 200, text: '' });
    expect((await rig.ask('GET', '/api/none', { headers: bearer })).status).toBe(404);
    expect((await rig.ask('OPTIONS', '/api/none', { headers: bearer })).status).toBe(404);
  });

  it('is answered 403 where a viewer would change something, and not where a viewer reads', async () => {
    expect((await rig.ask('GET', '/api/status', { headers: viewer })).status).toBe(200);
    for (const method of ['POST', 'PUT', 'PATCH', 'DELETE']) {
      const { status, body } = await rig.ask(method, '/api/status', { headers: viewer });
      expect([status, typeOf(body)]).toEqual([403, 'read-only-token']);
    }
    const cookie = await cookieOf(VIEWER);
    const headers = { cookie, 'x-relay-console': '1' };
    expect((await rig.ask('POST', '/api/status', { headers })).status).toBe(403);
    expect((await rig.ask('DELETE', '/api/session', { headers })).status).toBe(204);
  });

  it('is answered 403 for a viewer on every route that changes something', async () => {
    const { body } = await rig.ask('GET', '/api/docs/openapi.json', { headers: viewer });
    const cookie = await cookieOf(VIEWER);
    const session = { cookie, 'x-relay-console': '1' };
    const routes = Object.entries(body['paths'] as Record<string, object>).flatMap(([path, of]) =>
      Object.keys(of).map((method) => [method.toUpperCase(), path] as const),
    );
    const writing = routes.filter(
      ([method, path]) => method !== 'GET' && !/^\/api\/session(?:-links\/use)?$/u.test(path),
    );
    expect(writing.length).toBeGreaterThan(15);
    for (const [method, path] of writing) {
      const at = path.replaceAll(/\{[^}]+\}/gu, 'x');
      for (const shown of [viewer, session]) {
        const headers = { ...shown, 'if-match': '*' };
        const answer = await rig.ask(method, at, { headers });
        expect([method, path, answer.status]).toEqual([method, path, 403]);
      }
    }
  });

  it.each([
    ['a body that is no JSON', '{"token": secret-value', 'application/json', 400, 'body-not-json'],
    ['a body that is no object', '"secret-value"', 'application/json', 400, 'body-not-json'],
    ['a list', '[{"token":"secret-value"}]', 'application/json', 400, 'body-not-json'],
    ['a form', 'token=secret-value', 'application/x-www-form-urlencoded', 415, 'media-type'],
    ['a text', '{"token":"secret-value"}', 'text/plain', 415, 'media-type'],
    [
      'a charset of its own',
      '{"token":"x"}',
      'application/json; charset=latin1',
      415,
      'media-type',
    ],
    ['a body that is too large', 'x'.repeat(70_000), 'application/json', 413, 'body-too-large'],
  ])('names %s, without a value', async (_what, body, type, expected, kind) => {
    const headers = { 'content-type': type };
    const answer = await bodies.ask('POST', '/api/session', { headers, body });
    expect([answer.status, typeOf(answer.body)]).toEqual([expected, kind]);
    expect(answer.text).not.toContain('secret-value');
  });
});
