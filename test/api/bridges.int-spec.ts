import { GENERIC_MAPPING, Simulator } from '../../apps/simulator/src/index.js';
import { RedisServer } from '../support/redis-server.js';
import { ApiRig, type ApiAnswer, bearer, ROOM, viewer } from './api-rig.js';

const target = { roomId: ROOM, jobId: 'job-1' };

let simulator: Simulator;
let rig: ApiRig;

beforeAll(async () => {
  simulator = await new Simulator({ chatRate: 200, chatEventsMax: 1000 }).start();
  const url = simulator.chatUrls.generic;
  const onOpen = [JSON.stringify({ op: 'subscribe', room: 'chat' })];
  rig = await ApiRig.start({
    redis: await RedisServer.shared(),
    bridges: [
      {
        name: 'chat',
        source: { type: 'websocket', url, onOpen, mapping: GENERIC_MAPPING },
        target,
      },
      {
        name: 'gone',
        source: { type: 'websocket', url: 'ws://127.0.0.1:9/', mapping: GENERIC_MAPPING },
        target,
      },
      { name: 'pushed', source: { type: 'push' }, target },
    ],
  });
});

afterAll(async () => {
  await rig.stop();
  await simulator.stop();
});

const change = { ...bearer, 'if-match': '*' };

async function test(name: string, body: unknown, headers: Record<string, string> = bearer) {
  return rig.ask('POST', `/api/bridges/${name}/test`, { headers, body });
}

function typeOf({ body }: { body: Record<string, unknown> }): string {
  return String(body['type']).replace('urn:live-relay:problem:', '');
}

describe('bridges of the file', () => {
  it('are listed in pages, found by a part of their names, and shown', async () => {
    const { body } = await rig.ask('GET', '/api/bridges?limit=2', { headers: viewer });
    const items = body['items'] as { name: string }[];
    expect(items.map(({ name }) => name)).toEqual(['chat', 'gone']);
    const rest = await rig.ask('GET', `/api/bridges?cursor=${body['next'] as string}`, {
      headers: viewer,
    });
    expect(rest.body['items']).toMatchObject([{ name: 'pushed' }]);
    const found = await rig.ask('GET', '/api/bridges?q=on', { headers: viewer });
    expect(found.body['items']).toMatchObject([{ name: 'gone' }]);
    const one = await rig.ask('GET', '/api/bridges/pushed', { headers: viewer });
    expect(one.body).toMatchObject({
      name: 'pushed',
      origin: 'file',
      wanted: 'running',
      spec: { name: 'pushed', source: { type: 'push' }, target },
    });
    expect((await rig.ask('GET', '/api/bridges/none', { headers: viewer })).status).toBe(404);
  });

  it.each([
    ['PUT', '/api/bridges/pushed', { source: { type: 'push' }, target }],
    ['PATCH', '/api/bridges/pushed', { target: null }],
    ['DELETE', '/api/bridges/pushed', undefined],
    ['POST', '/api/bridges/pushed/pause', undefined],
    ['POST', '/api/bridges/pushed/resume', undefined],
  ])('%s %s: are read-only here, and the answer says why', async (method, path, body) => {
    const answer = await rig.ask(method, path, { headers: change, body });
    expect([answer.status, typeOf(answer)]).toEqual([409, 'provisioned']);
    expect(answer.body['detail']).toContain('the file');
    expect((await rig.ask(method, path, { headers: bearer, body })).status).toBe(428);
    expect((await rig.ask(method, path, { headers: viewer, body })).status).toBe(403);
    const none = await rig.ask(method, path.replace('pushed', 'none'), { headers: change, body });
    expect(none.status).toBe(404);
  });
});

describe('a bridge of the file that is changed by the tag that it was read with', () => {
  it.each([
    ['PUT', '', { source: { type: 'push' }, target }],
    ['PATCH', '', { maxTextLength: 9 }],
    ['DELETE', '', undefined],
    ['POST', '/pause', undefined],
  ])('is refused as one of the file: %s%s', async (method, below, body) => {
    const path = '/api/bridges/pushed';
    const { headers } = await rig.ask('GET', path, { headers: bearer });
    const own = { ...bearer, 'if-match': headers.etag! };
    const answer = await rig.ask(method, path + below, { headers: own, body });
    expect([answer.status, typeOf(answer)]).toEqual([409, 'provisioned']);
  });
});

describe('a bridge that is tested', () => {
  it('is connected, and shows its first events as they would be reported', async () => {
    const answer = await rig.ask('POST', '/api/bridges/chat/test', {
      headers: bearer,
      body: { events: 3, seconds: 20 },
    });
    expect(answer.status).toBe(200);
    expect(answer.body).toMatchObject({ connected: true });
    const events = answer.body['events'] as { type: number; content: string }[];
    expect(events).toHaveLength(3);
    for (const { type, content } of events) {
      expect(type).toBeGreaterThan(0);
      expect(JSON.parse(content)).toEqual(expect.any(Object));
    }
    expect(await rig.relay.redis.keys(`${rig.prefix}:{*`)).toEqual([]);
  });

  it('says why it cannot be connected, within the time that was given', async () => {
    const answer = await rig.ask('POST', '/api/bridges/gone/test', {
      headers: bearer,
      body: { seconds: 1 },
    });
    expect(answer.body).toMatchObject({ connected: false, events: [], ended: expect.any(String) });
  });

  it('is not tried for a push source, by a viewer, or beyond its bounds', async () => {
    expect((await test('pushed', {})).body['errors']).toMatchObject([
      { pointer: '/spec/source/type' },
    ]);
    expect((await test('chat', {}, viewer)).status).toBe(403);
    expect((await test('none', {})).status).toBe(404);
    const { body } = await test('chat', { seconds: 31, events: 0, second: 1 });
    expect((body['errors'] as { pointer: string }[]).map(({ pointer }) => pointer)).toEqual([
      '/second',
      '/seconds',
      '/events',
    ]);
  });

  it('runs beside three other tests, and more are asked to wait', async () => {
    const answers = await Promise.all(
      Array.from({ length: 5 }, async () =>
        rig.ask('POST', '/api/bridges/gone/test', { headers: bearer, body: { seconds: 1 } }),
      ),
    );
    const refused = answers.filter(({ status }) => status === 503);
    expect(refused.map((one) => typeOf(one))).toEqual(['too-many-trials']);
    expect(refused[0]!.headers['retry-after']).toBe('10');
  });
});

async function makeChosen(name: string, n: number, noNeedReview: boolean): Promise<ApiAnswer> {
  const choose = { comments: { n, everySeconds: 60 } };
  const body = {
    name,
    source: { type: 'kick', chatroomId: 1 },
    target: { roomId: 'a-chosen-room', choose, reviewConfig: { noNeedReview } },
  };
  return rig.ask('POST', '/api/bridges', { headers: bearer, body });
}

const PAIR_PROBLEM = {
  pointer: '/bridges/1/target/appUserId',
  detail: 'must be as in the bridge pair-one, which has the same target',
};

/** Two bridges of one room, of these app users. */
function pairOf(one: string, two: string): string {
  return Object.entries({ one, two })
    .map(([name, appUserId]) => ({
      name: `pair-${name}`,
      source: { type: 'kick', chatroomId: 1 },
      target: { roomId: 'a-new-room', appUserId },
    }))
    .map((bridge) => `- ${JSON.stringify(bridge)}\n`)
    .join('');
}

describe('bridges as YAML', () => {
  it('are exported as the file has them, without the values of variables', async () => {
    const { headers, text } = await rig.ask('GET', '/api/configuration/export?origin=all', {
      headers: bearer,
    });
    expect(headers['content-type']).toBe('application/yaml; charset=utf-8');
    expect(text).toMatch(/^bridges:\n {2}- name: chat\n/u);
    const back = await rig.ask('POST', '/api/configuration/import', {
      headers: { ...bearer, 'content-type': 'application/yaml' },
      body: text,
    });
    expect(back.body).toEqual({ created: [], changed: [], unchanged: ['chat', 'gone', 'pushed'] });
  });

  it.each([
    ['bridges: [secret-value', 400, 'body-not-yaml'],
    ['secret-value', 400, 'invalid'],
    ['bridges: []\nredis: {}', 400, 'invalid'],
    ['bridges: [secret-value, {name: 1}]', 400, 'invalid'],
    ['bridges: [{name: chat}, {name: chat}]', 400, 'invalid'],
    ['bridges: [{name: chat}]', 400, 'invalid'],
    ['a: &a [1]\nb: &b [*a, *a]\nbridges: [*b, *b]', 400, 'invalid'],
  ])('are refused as a whole where one is wrong: %j', async (body, status, type) => {
    const headers = { ...bearer, 'content-type': 'application/yaml' };
    const answer = await rig.ask('POST', '/api/configuration/import', { headers, body });
    expect([answer.status, typeOf(answer)]).toEqual([status, type]);
    expect(answer.text).not.toContain('secret-value');
  });

  it('are refused with the first hundred of their mistakes', async () => {
    const headers = { ...bearer, 'content-type': 'application/yaml' };
    const body = 'a: 1\n'.repeat(300);
    const answer = await rig.ask('POST', '/api/configuration/import', { headers, body });
    expect(answer.text.match(/is given twice/gu)).toHaveLength(100);
  });

  it('are refused as a whole where two of them do not go together, and made in turn where they do', async () => {
    const headers = { ...bearer, 'content-type': 'application/yaml' };
    const put = async (text: string): Promise<ApiAnswer> =>
      rig.ask('POST', '/api/configuration/import', { headers, body: `bridges:\n${text}` });
    const refused = await put(pairOf('a', 'b'));
    expect(refused).toMatchObject({ status: 400, body: { errors: [PAIR_PROBLEM] } });
    const one = await rig.ask('GET', '/api/bridges/pair-one', { headers: bearer });
    expect(one.status).toBe(404);
    expect((await put(pairOf('a', 'a'))).body).toMatchObject({ created: ['pair-one', 'pair-two'] });
    const trail = await rig.ask('GET', '/api/audit?limit=2', { headers: bearer });
    const entries = trail.body['items'] as { subject: string }[];
    expect(entries.map(({ subject }) => subject)).toEqual(['pair-two', 'pair-one']);
  });

  it('are changed together where only all of them as they will be go together', async () => {
    const headers = { ...bearer, 'content-type': 'application/yaml' };
    const put = async (text: string): Promise<ApiAnswer> =>
      rig.ask('POST', '/api/configuration/import', { headers, body: `bridges:\n${text}` });
    await put(pairOf('a', 'a'));
    const [one = '', two = ''] = pairOf('c', 'c').split(/(?=^- )/mu);
    const { body } = await put(one.replace('pair-one', 'pair-new') + one + two);
    expect(body).toMatchObject({ created: ['pair-new'], changed: ['pair-one', 'pair-two'] });
    // One that stays as it is counts as it is.
    const alone = await put(pairOf('d', 'd'));
    expect([alone.status, alone.body['errors']]).toEqual([
      400,
      [0, 1].map((at) => ({
        pointer: `/bridges/${at}/target/appUserId`,
        detail: 'must be as in the bridge pair-new, which has the same target',
      })),
    ]);
  });

  it('agree on all that bridges of one target must agree on, as those of a file', async () => {
    expect((await makeChosen('chosen-one', 5, true)).status).toBe(201);
    const { body } = await makeChosen('chosen-two', 50, false);
    const detail = 'must be as in the bridge chosen-one, which has the same target';
    expect(body['errors']).toEqual([
      { pointer: '/target/reviewConfig', detail },
      { pointer: '/target/choose', detail },
    ]);
    expect((await makeChosen('chosen-two', 5, true)).status).toBe(201);
  });

  it('are read from YAML alone, and no more of it than a file may have', async () => {
    const headers = { ...bearer, 'content-type': 'application/yaml' };
    const large = await rig.ask('POST', '/api/configuration/import', {
      headers,
      body: '#'.repeat(1024 * 1024 + 1),
    });
    expect(large.status).toBe(413);
    const json = await rig.ask('POST', '/api/configuration/import', { headers: bearer, body: {} });
    expect(json.status).toBe(415);
  });
});

/** Too deep for what recurses. */
function nested(key: string): string {
  return `{"${key}":${'{"a":'.repeat(9000)}1${'}'.repeat(9000)}}`;
}

describe('a body that is nested too deeply', () => {
  it.each([
    ['POST', '/api/bridges', nested('source')],
    ['PUT', '/api/bridges/chat', nested('source')],
    ['PATCH', '/api/bridges/chat', nested('source')],
    ['PATCH', '/api/bridges/chat', `{"source":${'['.repeat(9000)}${']'.repeat(9000)}}`],
    ['POST', '/api/bridges/test', nested('spec')],
    ['POST', '/api/bridges/chat/what-if', nested('patch')],
    ['POST', '/api/bridges/chat/test-event', nested('text')],
    ['POST', '/api/dead-letters/replay', nested('ids')],
    ['POST', '/api/session', nested('token')],
  ])('is refused as such: %s %s', async (method, path, body) => {
    const headers = { ...change, 'idempotency-key': 'a-key' };
    const answer = await rig.ask(method, path, { headers, body });
    expect([answer.status, typeOf(answer)]).toEqual([400, 'invalid']);
    expect(answer.body['errors']).toEqual([
      { pointer: '', detail: expect.stringContaining('nested at most') },
    ]);
  });
});

it('a recording whose first line is nested too deeply is refused as such', async () => {
  const headers = { ...bearer, 'content-type': 'application/x-ndjson' };
  const path = '/api/bridges/chat/what-if/recording';
  const answer = await rig.ask('POST', path, { headers, body: `${nested('patch')}\n` });
  expect([answer.status, typeOf(answer)]).toEqual([400, 'invalid']);
});

describe('the kinds of sources', () => {
  it('are listed with the schema of their options', async () => {
    const { body } = await rig.ask('GET', '/api/source-types', { headers: viewer });
    const items = body['items'] as { type: string; inbound: boolean; schema: object }[];
    const irc = items.find(({ type }) => type === 'twitch-irc');
    expect(irc).toMatchObject({ inbound: false, schema: { required: ['channel'] } });
    expect(items.find(({ type }) => type === 'push')).toMatchObject({ inbound: true });
  });

  it('say what people are told of each, and lists get the names of their platforms alone', async () => {
    const { body } = await rig.ask('GET', '/api/source-types', { headers: viewer });
    const items = body['items'] as { type: string; about: { platform: object; help?: object } }[];
    const douyu = items.find(({ type }) => type === 'douyu')!;
    const platform = { en: 'Douyu', zh: '斗鱼' };
    expect(douyu.about).toMatchObject({ platform, group: 'china', needs: 'nothing' });
    expect(douyu.about.help).toHaveProperty('roomId.zh');
    const { body: names } = await rig.ask('GET', '/api/source-types/names', { headers: viewer });
    expect(names['items']).toEqual(
      items.map(({ type, about }) => ({ type, platform: about.platform })),
    );
  });
});
