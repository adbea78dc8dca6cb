import { createHmac } from 'node:crypto';

import { Simulator, type SimulatorOptions } from '../../apps/simulator/src/index.js';
import {
  comment,
  report,
  reportOf,
  reportUrl,
  send,
  signedHeaders,
  type Reply,
} from './support/report-client.js';

const BODY = JSON.stringify(reportOf(comment('hello')));
const JSON_TYPE = { 'content-type': 'application/json' };

function post(url: string, headers: Record<string, string> = {}): Promise<Reply> {
  return send(url, { method: 'POST', headers: { ...JSON_TYPE, ...headers }, body: BODY });
}

describe('credentials of reports', () => {
  let simulator: Simulator;
  const start = async (options: SimulatorOptions = {}) => {
    simulator = await new Simulator({ errorShape: 'classic', ...options }).start();
    return reportUrl(simulator);
  };
  afterEach(() => simulator.stop());

  it('accepts a request that is signed with the access key, with its query', async () => {
    const url = `${await start()}?refresh_url=true`;
    const reply = await post(url, signedHeaders(simulator, 'POST', url, BODY));
    expect(reply.status).toBe(200);
    expect(simulator.state().passed['aksk']).toBe(1);
  });

  it.each([
    ['another body', (url: string) => signedHeaders(simulator, 'POST', url, '{}'), 'APIGW.0303'],
    ['another method', (url: string) => signedHeaders(simulator, 'GET', url, BODY), 'APIGW.0303'],
    [
      'a clock 16 minutes off',
      (url: string) =>
        signedHeaders(simulator, 'POST', url, BODY, new Date(Date.now() - 16 * 60_000)),
      'APIGW.0303',
    ],
    ['nothing', () => ({}), 'APIGW.0301'],
    ['an unknown token', () => ({ 'x-auth-token': 'wrong' }), 'APIGW.0301'],
  ])('refuses a request that is signed for %s', async (_what, headers, code) => {
    const url = await start();
    const reply = await post(url, headers(url));
    expect(reply).toMatchObject({ status: 401, json: { error_code: code } });
    expect(reply.headers['x-request-id']).toMatch(/^[0-9a-f]{32}$/);
    expect(simulator.state().accepted.events).toBe(0);
  });

  it('gives a token to the IAM user, and takes it until it expires', async () => {
    const url = await start();
    const { iam } = simulator.settings;
    const login = (password: string) => ({
      auth: {
        identity: {
          methods: ['password'],
          password: { user: { name: iam.user, password, domain: { name: iam.domain } } },
        },
        scope: { project: { name: iam.project } },
      },
    });
    const tokens = `${simulator.url}/v3/auth/tokens`;
    const refused = await send(tokens, { method: 'POST', body: login('wrong') });
    expect(refused.status).toBe(401);
    const issued = await send(tokens, { method: 'POST', body: login(iam.password) });
    expect(issued.status).toBe(201);
    expect(issued.json).toMatchObject({ token: { expires_at: expect.stringMatching(/000Z$/) } });
    const token = { 'x-auth-token': String(issued.headers['x-subject-token']) };
    expect((await post(url, token)).status).toBe(200);
    await send(`${simulator.url}/_sim/tokens/expire`, { method: 'POST' });
    const expired = await post(url, token);
    expect(expired).toMatchObject({ status: 400, json: { error_code: 'MSS.00010008' } });
  });

  it('takes the URL that it issued, without any other credential', async () => {
    await start();
    const { roomId, jobId } = simulator.rooms[0]!;
    const issued = new URL(simulator.reportUrl(roomId, jobId!));
    expect((await post(issued.href)).status).toBe(200);
    const headers = {
      'x-mss-auth-key': issued.searchParams.get('auth_key')!,
      'x-mss-expires-time': issued.searchParams.get('expires_time')!,
    };
    expect((await post(reportUrl(simulator), headers)).status).toBe(200);
    expect((await post(issued.href, headers)).status).toBe(401);
    issued.searchParams.delete('expires_time');
    expect((await post(issued.href)).json).toMatchObject({ error_code: 'MSS.00000001' });
  });

  it("does not take one job's URL for another job", async () => {
    await start({ rooms: 2 });
    const { roomId, jobId } = simulator.rooms[0]!;
    const { search } = new URL(simulator.reportUrl(roomId, jobId!));
    expect((await post(`${reportUrl(simulator, 1)}${search}`)).status).toBe(401);
  });

  it('says 401 to an issued URL that has expired', async () => {
    await start({ urlTtlMs: 0 });
    const { roomId, jobId } = simulator.rooms[0]!;
    expect((await post(simulator.reportUrl(roomId, jobId!))).status).toBe(401);
  });

  it.each(['hex', 'base64', 'base64url'] as const)(
    'takes an auth_key that the caller made by the configured scheme, as %s',
    async (encoding) => {
      const template = '{job_id}/{expires_time_hex}@{url}?{expires_time}';
      const url = await start({ authKey: { secret: 'of both', template, encoding } });
      const expires = Date.now() + 60_000;
      const { jobId } = simulator.rooms[0]!;
      const text = `${jobId}/${expires.toString(16)}@${url}?${expires}`;
      const key = createHmac('sha256', 'of both').update(text).digest(encoding);
      const keyed = (value: string) =>
        `${url}?auth_key=${encodeURIComponent(value)}&expires_time=${expires}`;
      expect((await post(keyed(key))).status).toBe(200);
      expect((await post(keyed(`${key}x`))).status).toBe(401);
      expect(simulator.state().passed['authKey']).toBe(1);
    },
  );

  it('hands out a fresh URL when asked; the old one lives on', async () => {
    await start();
    const { roomId, jobId } = simulator.rooms[0]!;
    const old = simulator.reportUrl(roomId, jobId!);
    const fresh = (await post(`${old}&refresh_url=true`)).json['live_event_report_url'];
    expect(fresh).not.toBe(old);
    expect((await post(String(fresh))).status).toBe(200);
    expect((await post(old)).json).toEqual({});
    expect(simulator.state().accepted.events).toBe(3);
  });

  it('rotation: ends the old URL at once', async () => {
    await start({ rotation: 'old-dies' });
    const { roomId, jobId } = simulator.rooms[0]!;
    const old = simulator.reportUrl(roomId, jobId!);
    const reply = await post(`${old}&refresh_url=true`);
    expect((await post(old)).status).toBe(401);
    expect((await post(String(reply.json['live_event_report_url']))).status).toBe(200);
  });

  it('issues URLs without a key where it is told to', async () => {
    await start({ reportUrls: 'plain' });
    const { roomId, jobId } = simulator.rooms[0]!;
    expect(simulator.reportUrl(roomId, jobId!)).toBe(reportUrl(simulator));
  });

  it("refuses another tenant's project", async () => {
    const url = (await start()).replace(simulator.settings.projectId, 'another');
    const reply = await report(simulator, BODY, { url });
    expect(reply).toMatchObject({ status: 400, json: { error_code: 'MSS.00010009' } });
  });
});
