import { RedisServer } from '../support/redis-server.js';
import { ApiRig, bearer, ROOM, TOKEN, VIEWER, type ApiAnswer } from './api-rig.js';
import { eventually } from '../support/eventually.js';

const target = { roomId: ROOM, jobId: 'job-1' };
const PATH = '/api/bridges';
const any = { ...bearer, 'if-match': '*' };

let rig: ApiRig;
let other: ApiRig;

beforeAll(async () => {
  const redis = await RedisServer.shared();
  const environment = {
    RELAY_API_TOKEN: TOKEN,
    RELAY_VIEWER_TOKEN: VIEWER,
    RELAY_STATE_KEY: 'ab'.repeat(32),
    RELAY_SECRET_CHAT: 'the-allowed-secret',
    HUAWEICLOUD_SDK_SK: 'the-forbidden-secret',
  };
  rig = await ApiRig.start({ redis, environment, api: { allowHosts: ['127.0.0.1'] } });
  other = await ApiRig.start({ redis, prefix: rig.prefix });
});

afterAll(async () => {
  await Promise.all([rig.stop(), other.stop()]);
});

function irc(name: string, more: object = {}): object {
  return { name, source: { type: 'twitch-irc', channel: 'somebody', ...more }, target };
}

function chat(name: string, source: object): object {
  const rules = [{ event: 'comment', user: { id: 'u' }, text: 't' }];
  const mapping = { platform: 'x', rules };
  return { name, source: { type: 'websocket', mapping, ...source }, target };
}

async function create(spec: object, headers = {}): Promise<ApiAnswer> {
  return rig.ask('POST', PATH, { headers: { ...bearer, ...headers }, body: spec });
}

/** A header with a value, on the way to somebody's server. */
async function steal(value: string): Promise<ApiAnswer> {
  return create(chat('steal', { url: 'wss://example.com/', headers: { 'x-steal': value } }));
}

function pointersOf({ body }: ApiAnswer): unknown[] {
  return (body['errors'] as { pointer: string }[]).map(({ pointer }) => pointer);
}

describe('a bridge that is made through the API', () => {
  it('appears in every process, and is changed at the version that was read', async () => {
    const made = await create(irc('one'));
    expect(made.status).toBe(201);
    expect(made.headers['location']).toBe('/api/bridges/one');
    expect(made.body).toMatchObject({ name: 'one', origin: 'api', changedBy: 'RELAY_API_TOKEN' });
    const read = await other.ask('GET', `${PATH}/one`, { headers: bearer });
    expect([read.status, read.headers['etag']]).toEqual([200, made.headers['etag']]);

    const at = { ...bearer, 'if-match': made.headers['etag']! };
    const body = { maxTextLength: 10, filter: { minLength: 2 } };
    const changed = await other.ask('PATCH', `${PATH}/one`, { headers: at, body });
    expect(changed.status).toBe(200);
    expect(changed.body['spec']).toMatchObject({ ...body, source: { channel: 'somebody' } });
    const late = await rig.ask('PUT', `${PATH}/one`, { headers: at, body: irc('one') });
    expect([late.status, late.headers['etag']]).toEqual([412, changed.headers['etag']]);
    expect(
      (await rig.ask('PUT', `${PATH}/one`, { headers: bearer, body: irc('one') })).status,
    ).toBe(428);
    const put = await rig.ask('PUT', `${PATH}/one`, { headers: any, body: irc('one') });
    expect(put.body['spec']).not.toHaveProperty('filter');

    const paused = await rig.ask('POST', `${PATH}/one/pause`, { headers: any });
    expect(paused.body).toMatchObject({ wanted: 'paused' });
    const resumed = await rig.ask('POST', `${PATH}/one/resume`, { headers: any });
    expect(resumed.body).toMatchObject({ wanted: 'running' });
    expect((await rig.ask('DELETE', `${PATH}/one`, { headers: any })).status).toBe(204);
    expect((await other.ask('GET', `${PATH}/one`, { headers: bearer })).status).toBe(404);
  });

  it('is made once for two requests with one Idempotency-Key', async () => {
    const key = { 'idempotency-key': 'a-key' };
    const first = await create(irc('twice'), key);
    const again = await create(irc('twice'), key);
    expect([again.status, again.body, again.headers['location']]).toEqual([
      201,
      first.body,
      '/api/bridges/twice',
    ]);
    expect((await create(irc('twice'))).status).toBe(409);
    expect((await create(irc('another'), key)).status).toBe(422);
  });

  it('is refused with every problem at once, without a value', async () => {
    const answer = await create({
      name: 'Wrong Name',
      source: { type: 'twitch-irc', chanel: 'secret-value' },
      target: { roomId: 'secret value' },
      filtr: {},
    });
    expect(answer.status).toBe(400);
    expect(pointersOf(answer)).toEqual(
      expect.arrayContaining(['/name', '/source/chanel', '/target/roomId', '/filtr']),
    );
    expect(answer.text).toContain('did you mean channel?');
    expect(answer.text).not.toContain('secret');
  });

  it('reads only the variables that are meant for API bridges', async () => {
    for (const name of ['HUAWEICLOUD_SDK_SK', 'RELAY_API_TOKEN', 'RELAY_STATE_KEY', 'PATH']) {
      const answer = await steal(`\${${name}}`);
      expect([answer.status, pointersOf(answer)[0]]).toEqual([400, '/source/headers/x-steal']);
      expect(answer.text).not.toContain('the-forbidden-secret');
    }
    const allowed = await steal('${RELAY_SECRET_CHAT}');
    expect(allowed.status).toBe(201);
    expect(allowed.text).not.toContain('the-allowed-secret');
  });

  it('connects to no loopback or private address, unless that is allowed', async () => {
    for (const host of ['localhost', '10.0.0.1', '169.254.169.254', '[::1]', '2130706434', '0']) {
      const answer = await create(chat('inside', { url: `ws://${host}/` }));
      expect([host, answer.status]).toEqual([host, 400]);
      expect(pointersOf(answer)).toEqual(['/source/url']);
    }
    const allowed = await create(chat('allowed', { url: 'ws://127.0.0.1:9/' }));
    expect(allowed.status).toBe(201);
  });

  it('shows none of its secrets, and keeps them over a change', async () => {
    const headers = { authorization: 'Bearer secret-value' };
    const made = await create(chat('sealed', { url: 'ws://127.0.0.1:9/', headers }));
    expect(made.status).toBe(201);
    const { text } = await rig.ask('GET', `${PATH}/sealed`, { headers: bearer });
    expect(text).toContain('{"sealed":true}');
    const patch = { maxTextLength: 9 };
    const kept = await rig.ask('PATCH', `${PATH}/sealed`, { headers: any, body: patch });
    expect(kept.status).toBe(200);
    const moved = await rig.ask('PATCH', `${PATH}/sealed`, {
      headers: any,
      body: { source: { url: 'ws://127.0.0.1:10/' } },
    });
    expect([moved.status, pointersOf(moved)]).toEqual([400, ['/source/headers/authorization']]);
    const exported = await rig.ask('GET', '/api/configuration/export', { headers: bearer });
    expect(exported.text).toContain('sealed: true');
    const names = await rig.relay.redis.keys(`${rig.prefix}:*`);
    for (const name of names) {
      const kind = await rig.relay.redis.type(name);
      const value = kind === 'hash' ? await rig.relay.redis.hgetall(name) : kind;
      expect(JSON.stringify(value)).not.toContain('secret-value');
    }
    expect(made.text + text + exported.text + rig.logLines.join('')).not.toContain('secret-value');
  });

  it('is given another secret by a patch where one is sealed', async () => {
    const url = { $secret: 'ws://127.0.0.1:9/?token=secret-value' };
    expect((await create(chat('rotated', { url }))).status).toBe(201);
    const body = { source: { url: { $secret: 'ws://127.0.0.1:10/?token=secret-value' } } };
    const changed = await rig.ask('PATCH', `${PATH}/rotated`, { headers: any, body });
    expect(changed.body).toMatchObject({ spec: { source: { url: { sealed: true } } } });
    const { catalogue } = rig.relay;
    const options = (): object => catalogue.bridges.get('rotated')!.config.source.options;
    const isGiven = (): boolean => JSON.stringify(options()).includes(':10/?token=secret-value');
    await eventually(isGiven, 'the bridge has the new secret');
  });

  it('is tried also while it is paused', async () => {
    await create(chat('resting', { url: 'ws://127.0.0.1:9/' }));
    await rig.ask('POST', `${PATH}/resting/pause`, { headers: any });
    const tried = await rig.ask('POST', `${PATH}/resting/test`, {
      headers: bearer,
      body: { seconds: 1 },
    });
    expect(tried).toMatchObject({ status: 200, body: { connected: false } });
  });

  it('is imported as YAML, all bridges or none', async () => {
    const headers = { ...bearer, 'content-type': 'application/yaml' };
    const bring = async (body: string) =>
      rig.ask('POST', '/api/configuration/import', { headers, body });
    const good =
      '{name: in, source: {type: twitch-irc, channel: a}, target: {roomId: r, jobId: j}}';
    const bad = good.replace('name: in', 'name: bad').replace('channel', 'chanel');
    const refused = await bring(`bridges:\n- ${good}\n- ${bad}\n`);
    expect([refused.status, pointersOf(refused)[0]]).toEqual([400, '/bridges/1/source/chanel']);
    expect((await rig.ask('GET', `${PATH}/in`, { headers: bearer })).status).toBe(404);
    expect((await bring(`bridges:\n- ${good}\n`)).body).toMatchObject({ created: ['in'] });
    const changed = await bring(`bridges:\n- ${good.replace('channel: a', 'channel: b')}\n`);
    expect(changed.body).toMatchObject({ changed: ['in'], created: [] });
  });

  it('is in the audit trail with its author', async () => {
    const { body } = await rig.ask('GET', '/api/audit?limit=500', { headers: bearer });
    const items = body['items'] as { action: string; by: string }[];
    const actions = new Set(items.map(({ action }) => action));
    for (const action of ['create', 'change', 'pause', 'resume', 'delete']) {
      expect(actions).toContain(`bridge.${action}`);
    }
    expect(new Set(items.map(({ by }) => by))).toEqual(new Set(['RELAY_API_TOKEN']));
  });
});

it('the audit trail tells which keys a patch named, and no other text of it', async () => {
  await create(irc('noted'));
  const body = { ['secret-value '.repeat(1000)]: null, filter: { minLength: 2 }, choose: null };
  const patched = await rig.ask('PATCH', `${PATH}/noted`, { headers: any, body });
  expect(patched.status).toBe(200);
  const { body: audit } = await rig.ask('GET', '/api/audit?limit=1', { headers: bearer });
  expect(audit['items']).toMatchObject([
    { action: 'bridge.change', subject: 'noted', note: 'filter, choose' },
  ]);
  expect(rig.logLines.join('')).not.toContain('secret-value');
});

describe('the limits of a platform', () => {
  it('warn before they are reached', async () => {
    const source = { type: 'twitch-eventsub', channel: 'somebody', token: 'a'.repeat(30) };
    const channels = Array.from({ length: 79 }, (_, i) => ({ name: `c-${i}`, source, target }));
    const body = JSON.stringify({ bridges: channels });
    const headers = { ...bearer, 'content-type': 'application/yaml' };
    const brought = await rig.ask('POST', '/api/configuration/import', { headers, body });
    expect(brought.status).toBe(200);
    const last = await create({ name: 'limited', source, target });
    expect([last.status, last.body['cautions']]).toEqual([
      201,
      [{ pointer: '/source', detail: expect.stringContaining('is number 80 of at most 100') }],
    ]);
    expect(last.text).not.toContain('aaa');
    for (const { name } of channels) {
      await rig.ask('DELETE', `${PATH}/${name}`, { headers: any });
    }
    const { body: alone } = await rig.ask('GET', `${PATH}/limited`, { headers: bearer });
    expect(alone['cautions']).toEqual([]);
    await rig.ask('DELETE', `${PATH}/limited`, { headers: any });
  });

  it('refuse one source more where the platform does, unless it is paused', async () => {
    const keys = { accessKeyId: 'a'.repeat(16), accessKeySecret: 'b'.repeat(30) };
    const source = { type: 'bilibili-open', appId: 1, code: 'CODE1', ...keys };
    const bilibili = (i: number) => ({ name: `limited-${i}`, source, target });
    const first = await create(bilibili(1));
    expect([first.status, first.body['cautions']]).toEqual([201, []]);
    const refused = await create(bilibili(2));
    expect([refused.status, pointersOf(refused)]).toEqual([400, ['/source']]);
    expect(refused.text).not.toContain('bbb');
    // Its filter may be changed, and another takes its place once it is paused.
    const body = { filter: { minLength: 2 } };
    const change = await rig.ask('PATCH', `${PATH}/limited-1`, { headers: any, body });
    expect(change.status).toBe(200);
    await rig.ask('POST', `${PATH}/limited-1/pause`, { headers: any });
    expect((await create(bilibili(2))).status).toBe(201);
    // It has no connection, so that nothing refuses it.
    const paused = await rig.ask('GET', `${PATH}/limited-1`, { headers: bearer });
    expect(paused.body['cautions'] ?? []).toEqual([]);
    const resumed = await rig.ask('POST', `${PATH}/limited-1/resume`, { headers: any });
    expect([resumed.status, pointersOf(resumed)]).toEqual([400, ['/source']]);
    await rig.ask('POST', `${PATH}/limited-2/pause`, { headers: any });
    const again = await rig.ask('POST', `${PATH}/limited-1/resume`, { headers: any });
    expect([again.status, again.body['wanted']]).toEqual([200, 'running']);
    // As the page asks for several that are chosen together.
    const act = async (i: number, action: string) =>
      rig.ask('POST', `${PATH}/limited-${i}/${action}`, { headers: any });
    await act(1, 'pause');
    const both = await Promise.all([act(1, 'resume'), act(2, 'resume')]);
    expect(new Set(both.map(({ status }) => status))).toEqual(new Set([200, 400]));
    for (const i of [1, 2]) await rig.ask('DELETE', `${PATH}/limited-${i}`, { headers: any });
  });

  it('refuse an import as a whole, also beside a bridge that is changed behind the one too many', async () => {
    const keys = { accessKeyId: 'a'.repeat(16), accessKeySecret: 'b'.repeat(30) };
    const source = { type: 'bilibili-open', appId: 1, code: 'CODE1', ...keys };
    const first = await create({ name: 'first', source, target });
    const bridges = [
      irc('unrelated'),
      { name: 'second', source, target },
      { ...(first.body['spec'] as object), filter: { minLength: 2 } },
    ];
    const headers = { ...bearer, 'content-type': 'application/yaml' };
    const body = JSON.stringify({ bridges });
    const refused = await rig.ask('POST', '/api/configuration/import', { headers, body });
    expect([refused.status, pointersOf(refused)]).toEqual([400, ['/bridges/1/source']]);
    expect((await rig.ask('GET', `${PATH}/unrelated`, { headers: bearer })).status).toBe(404);
    await rig.ask('DELETE', `${PATH}/first`, { headers: any });
  });
});
