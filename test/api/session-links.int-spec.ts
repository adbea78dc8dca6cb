import { RedisServer } from '../support/redis-server.js';
import { ApiRig, bearer, TOKEN, viewer, VIEWER } from './api-rig.js';

let rig: ApiRig;
let open: ApiRig;

beforeAll(async () => {
  const redis = await RedisServer.shared();
  [rig, open] = await Promise.all([
    // No viewer token: what a link lets look is a session all the same.
    ApiRig.start({ redis, environment: { RELAY_API_TOKEN: TOKEN } }),
    ApiRig.start({ redis, environment: {} }),
  ]);
});

afterAll(async () => {
  await Promise.all([rig.stop(), open.stop()]);
});

async function codeOf(role: string, at = rig): Promise<string> {
  const answer = await at.ask('POST', '/api/session-links', { headers: bearer, body: { role } });
  expect(answer.status).toBe(201);
  const { code, expiresAt } = answer.body as { code: string; expiresAt: number };
  expect(expiresAt - Date.now()).toBeLessThanOrEqual(5 * 60_000);
  return code;
}

/** The status of one more try, and the cookie that it gave. */
async function use(code: string, at = rig): Promise<{ status: number; cookie: string }> {
  const answer = await at.ask('POST', '/api/session-links/use', { body: { code } });
  const [given = ''] = answer.headers['set-cookie'] ?? [];
  return { status: answer.status, cookie: given.split(';', 1)[0]! };
}

describe('a one-time link', () => {
  it.each(['viewer', 'operator'])('begins the session of a %s, once', async (role) => {
    const code = await codeOf(role);
    // Two that come at once are one session.
    const answers = await Promise.all([use(code), use(code), use(code)]);
    expect(answers.map(({ status }) => status).sort((a, b) => a - b)).toEqual([201, 401, 401]);
    const { cookie } = answers.find(({ status }) => status === 201)!;
    const headers = { cookie, 'x-relay-console': '1' };
    const shown = await rig.ask('GET', '/api/session', { headers });
    expect(shown.body).toMatchObject({ role, via: 'session' });
    const made = await rig.ask('POST', '/api/session-links', { headers, body: {} });
    expect(made.status).toBe(role === 'operator' ? 201 : 403);
    expect((await use(code)).status).toBe(401);
    expect((await rig.ask('DELETE', '/api/session', { headers })).status).toBe(204);
    expect((await rig.ask('GET', '/api/session', { headers })).status).toBe(401);
  });

  it('is stored in Redis as a hash, for minutes, and in the audit trail without its code', async () => {
    const code = await codeOf('viewer');
    const keys = await rig.relay.redis.keys(`${rig.prefix}:session-link:*`);
    expect(keys.length).toBeGreaterThan(0);
    for (const key of keys) {
      const left = await rig.relay.redis.pttl(key);
      expect(left).toBeGreaterThan(0);
      expect(left).toBeLessThanOrEqual(5 * 60_000);
    }
    await use(code);
    const audit = await rig.ask('GET', '/api/audit', { headers: bearer });
    expect(audit.body['items']).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ action: 'session.link', subject: 'viewer' }),
        expect.objectContaining({ action: 'session.begin', note: 'by a link' }),
      ]),
    );
    expect(keys.join() + audit.text + rig.logLines.join('')).not.toContain(code);
  });

  it('ends with the token that it was made with, as does its session', async () => {
    const redis = await RedisServer.shared();
    const [used, code] = [await use(await codeOf('viewer')), await codeOf('viewer')];
    const environment = { RELAY_API_TOKEN: `${TOKEN}-2`, RELAY_VIEWER_TOKEN: VIEWER };
    const later = await ApiRig.start({ redis, prefix: rig.prefix, environment });
    try {
      expect((await use(code, later)).status).toBe(401);
      const headers = { cookie: used.cookie };
      expect((await later.ask('GET', '/api/session', { headers })).status).toBe(401);
      // Who may only look makes none.
      const asked = { headers: viewer, body: { role: 'viewer' } };
      expect((await later.ask('POST', '/api/session-links', asked)).status).toBe(403);
    } finally {
      await later.stop();
    }
  });

  it('is neither made nor opened by a page of another origin, nor made without a token', async () => {
    const origin = { origin: 'http://evil.example' };
    const code = await codeOf('operator');
    const made = { headers: { ...bearer, ...origin }, body: {} };
    expect((await rig.ask('POST', '/api/session-links', made)).status).toBe(403);
    const used = { headers: origin, body: { code } };
    expect((await rig.ask('POST', '/api/session-links/use', used)).status).toBe(403);
    expect((await rig.ask('POST', '/api/session-links', { body: {} })).status).toBe(401);
    expect((await rig.ask('GET', '/api/session-links/use')).status).toBe(401);
    const wrong = { headers: bearer, body: { role: 'owner' } };
    expect((await rig.ask('POST', '/api/session-links', wrong)).status).toBe(400);
  });

  it('is not needed where there is no token', async () => {
    expect((await open.ask('POST', '/api/session-links', { body: {} })).status).toBe(404);
    const answer = await open.ask('POST', '/api/session-links/use', { body: { code: 'x' } });
    expect(answer.body).toEqual({ role: 'operator', via: 'loopback' });
  });

  it('is opened however many wrong codes its address has shown, and few links are made', async () => {
    const redis = await RedisServer.shared();
    const tried = await ApiRig.start({ redis });
    try {
      const code = await codeOf('viewer', tried);
      for (const wrong of Array.from({ length: 30 }, (_, i) => String(i % 10).repeat(43))) {
        expect((await use(wrong, tried)).status).toBe(401);
      }
      expect((await use('x'.repeat(43), tried)).status).toBe(429);
      expect((await use(code, tried)).status).toBe(201);
      for (let i = 1; i < 20; i++) await codeOf('viewer', tried);
      const asked = { headers: bearer, body: {} };
      expect((await tried.ask('POST', '/api/session-links', asked)).status).toBe(429);
    } finally {
      await tried.stop();
    }
  });
});
