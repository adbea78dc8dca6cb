import { LedgerStatusReader } from '../../apps/relay/src/status/ledger-status.reader.js';
import { RedisServer, uniquePrefix } from '../support/redis-server.js';
import { IngestRig, textOf, type IngestSetup } from './ingest-rig.js';

const TOKEN = 'push-token-1';
const BEARER = { authorization: `Bearer ${TOKEN}` };
const PUSH = { shop: { type: 'push', token: TOKEN } };

let rig: IngestRig | undefined;

async function start(setup: Partial<IngestSetup> = {}): Promise<IngestRig> {
  rig = await IngestRig.start({ redis: await RedisServer.shared(), sources: PUSH, ...setup });
  return rig;
}

afterEach(async () => {
  await rig?.stop();
  rig = undefined;
});

function comment(id: string, text = `no ${id}`): object {
  return { type: 'comment', id, user: { id: '7', name: 'Ann' }, text };
}

describe('POST /ingest/<bridge>', () => {
  it('answers 202 for one event, an array and JSON Lines, once they are in the buffer', async () => {
    const { post, buffered } = bound(await start());
    expect(await post('shop', comment('1'), BEARER)).toMatchObject({
      status: 202,
      body: { accepted: 1 },
    });
    expect((await buffered()).map(textOf)).toEqual(['no 1']);
    expect(await post('shop', [comment('2'), comment('3')], BEARER)).toMatchObject({
      status: 202,
      body: { accepted: 2 },
    });
    const lines = `${JSON.stringify(comment('4'))}\n\n${JSON.stringify(comment('5'))}\r\n`;
    const ndjson = { ...BEARER, 'content-type': 'application/x-ndjson' };
    expect(await post('shop', lines, ndjson)).toMatchObject({ status: 202, body: { accepted: 2 } });
    expect((await buffered()).map(textOf)).toEqual(['no 1', 'no 2', 'no 3', 'no 4', 'no 5']);
  });

  it('answers 200 to a form, as the senders of forms expect', async () => {
    const form = { 'content-type': 'application/x-www-form-urlencoded' };
    const mapping = {
      platform: 'kofi',
      unwrap: ['data'],
      rules: [{ event: 'comment', user: { name: 'data.from_name' }, text: 'data.message' }],
    };
    const { post, buffered } = bound(await start({ sources: { shop: { ...PUSH.shop, mapping } } }));
    const data = JSON.stringify({ from_name: 'Ann', message: 'for tea & cake' });
    const body = new URLSearchParams({ data }).toString();
    expect(await post(`shop?token=${TOKEN}`, body, form)).toMatchObject({
      status: 200,
      body: { accepted: 1 },
    });
    expect((await buffered()).map(textOf)).toEqual(['for tea & cake']);
  });

  it('answers 202 to JSON that is sent as a form, as curl sends it', async () => {
    const { post, buffered } = bound(await start());
    const form = { ...BEARER, 'content-type': 'application/x-www-form-urlencoded' };
    expect(await post('shop', JSON.stringify(comment('1')), form)).toMatchObject({
      status: 202,
      body: { accepted: 1 },
    });
    expect((await buffered()).map(textOf)).toEqual(['no 1']);
  });

  it('takes raw events unchanged, and names what is wrong with invalid ones', async () => {
    const { post, buffered } = bound(await start());
    const content = '{ "preset" : 7, "id": 9007199254740993 }';
    const good = { event: 'raw', type: 10, content };
    const bad = [
      { ...good, type: 101 },
      { ...good, content: 'xxxxx' },
      { ...good, class: 'gold' },
    ];
    const { status, body } = await post('shop', [good, ...bad, comment('1')], BEARER);
    expect([status, body['accepted']]).toEqual([400, 2]);
    const named = (body['problems'] as { problem: string }[]).map(({ problem }) => problem);
    expect(named).toEqual(['bad-type', 'content-not-json', 'bad-class']);
    const [first] = await buffered();
    expect(first).toMatchObject({ type: 10, content });
  });

  it('takes the token in the query, too', async () => {
    const { post } = bound(await start());
    expect((await post(`shop?token=${TOKEN}`, comment('1'))).status).toBe(202);
  });

  it('answers 401 to a wrong and a missing token, and takes nothing', async () => {
    const { post, buffered } = bound(await start());
    const wrong = [
      {},
      { authorization: 'Bearer wrong' },
      { authorization: `Bearer ${TOKEN}x` },
      { authorization: `Basic ${TOKEN}` },
    ];
    for (const headers of wrong as Record<string, string>[]) {
      const { status, headers: answered } = await post('shop', comment('1'), headers);
      expect([status, answered['www-authenticate']]).toEqual([401, 'Bearer']);
    }
    expect((await post('shop?token=wrong', comment('1'))).status).toBe(401);
    expect(await buffered()).toEqual([]);
  });

  it('names the bad elements, and takes the good ones', async () => {
    const { post, buffered } = bound(await start());
    const body = [
      comment('1'),
      5,
      { type: 'coment' },
      comment('2'),
      { type: 'comment', text: 'x' },
    ];
    expect(await post('shop', body, BEARER)).toMatchObject({
      status: 400,
      body: {
        accepted: 2,
        problems: [
          { index: 1, problem: 'not-an-object' },
          { index: 2, problem: 'unknown-type' },
          { index: 4, problem: 'no-user' },
        ],
      },
    });
    const lines = `${JSON.stringify(comment('3'))}\n{"type":\n${JSON.stringify(comment('4'))}`;
    expect((await post('shop', lines, BEARER)).body).toEqual({
      accepted: 2,
      problems: [{ index: 1, problem: 'not-json' }],
    });
    expect((await buffered()).map(textOf)).toEqual(['no 1', 'no 2', 'no 3', 'no 4']);
  });

  it('lists a hundred problems and counts the rest', async () => {
    const { post } = bound(await start());
    const { status, body } = await post(
      'shop',
      Array.from({ length: 130 }, () => 5),
      BEARER,
    );
    expect([status, body['accepted'], body['moreProblems']]).toEqual([400, 0, 30]);
    expect(body['problems']).toHaveLength(100);
  });

  it('answers 202 to a body of which the mapping ignores a part', async () => {
    const rules = [
      { when: { kind: 'said' }, event: 'comment', user: { id: 'who' }, text: 'words' },
    ];
    const source = { type: 'push', token: TOKEN, mapping: { platform: 'mine', rules } };
    const { post } = bound(await start({ sources: { shop: source } }));
    const body = [{ kind: 'said', who: 1, words: 'hi' }, { kind: 'left' }];
    expect(await post('shop', body, BEARER)).toMatchObject({
      status: 202,
      body: { accepted: 1, ignored: 1 },
    });
  });

  it('counts a repeated id once, and answers 202', async () => {
    const { post, buffered } = bound(await start());
    for (let i = 0; i < 2; i++) {
      expect((await post('shop', comment('1'), BEARER)).status).toBe(202);
    }
    expect(await buffered()).toHaveLength(1);
  });

  it('keeps the order of each sender, whoever else pushes', async () => {
    const { post, buffered } = bound(await start());
    const senders = ['a', 'b', 'c', 'd'].map(async (sender) => {
      for (let i = 0; i < 50; i++) {
        expect(
          (await post('shop', comment(`${sender}${i}`, `${sender} ${i}`), BEARER)).status,
        ).toBe(202);
      }
    });
    await Promise.all(senders);
    const texts = (await buffered()).map(textOf);
    expect(texts).toHaveLength(200);
    const ofA = texts.filter((text) => text.startsWith('a '));
    expect(ofA).toEqual(Array.from({ length: 50 }, (_, i) => `a ${i}`));
  });

  it.each([
    ['415 for a form with files', 415, { 'content-type': 'multipart/form-data; boundary=x' }],
    ['415 for another character set', 415, { 'content-type': 'application/json; charset=gbk' }],
    ['415 for a packed body that the source has no need of', 415, { 'content-encoding': 'gzip' }],
    ['202 for a body that says it is not packed', 202, { 'content-encoding': 'Identity' }],
    ['202 for plain text', 202, { 'content-type': 'text/plain;charset=UTF-8' }],
    ['202 for a JSON type of their own', 202, { 'content-type': 'application/vnd.x+json' }],
  ])('answers %s', async (_, status, headers) => {
    const { post } = bound(await start());
    expect((await post('shop', comment('1'), { ...BEARER, ...headers })).status).toBe(status);
  });

  it('answers 400 to a body that is empty, and to one that is no JSON', async () => {
    const { post } = bound(await start());
    expect(await post('shop', '', BEARER)).toMatchObject({ status: 400, body: { error: 'empty' } });
    expect(await post('shop', '{"type":', BEARER)).toMatchObject({
      status: 400,
      body: { accepted: 0, problems: [{ index: 0, problem: 'not-json' }] },
    });
  });

  it('answers 405 to other methods, and 404 to bridges that nobody pushes to', async () => {
    const sources = {
      ...PUSH,
      chat: { type: 'twitch-irc', channel: 'x', url: 'ws://127.0.0.1:9' },
    };
    const { ask, post } = bound(await start({ sources }));
    expect(await ask('GET', '/ingest/shop')).toMatchObject({
      status: 405,
      headers: { allow: 'POST' },
    });
    expect((await post('chat', comment('1'))).status).toBe(404);
    expect((await post('none', comment('1'))).status).toBe(404);
    expect((await post('a/b', comment('1'))).status).toBe(404);
  });

  it('429: pushes beyond the rate of the bridge, with Retry-After', async () => {
    const slow = { type: 'push', token: TOKEN, requestsPerSecond: 1 };
    const { post } = bound(await start({ sources: { shop: slow, other: PUSH.shop } }));
    // All at once: where they take long, the next second lets some more through.
    const pushes = Array.from({ length: 30 }, async (_, i) =>
      post('shop', comment(`${i}`), BEARER),
    );
    const answers = await Promise.all(pushes);
    const taken = answers.filter(({ status }) => status === 202);
    const refused = answers.filter(({ status }) => status !== 202);
    expect(taken.length).toBeGreaterThanOrEqual(2);
    expect(refused.length).toBeGreaterThan(0);
    for (const one of refused) {
      expect(one).toMatchObject({ status: 429, headers: { 'retry-after': '1' } });
    }
    expect((await post('other', comment('1'), BEARER)).status).toBe(202);
  });

  it('counts answers by bridge, without a pushed word in logs and metrics', async () => {
    const started = await start();
    const { post } = bound(started);
    await post('shop', [comment('1', 'secret words'), { type: 'oops' }], BEARER);
    await post('shop', comment('1'));
    expect(await started.metric('relay_pushes_total{bridge="shop",status="400"}')).toBe(1);
    expect(await started.metric('relay_pushes_total{bridge="",status="401"}')).toBe(1);
    expect(started.logLines.join('')).toContain('push_refused');
    expect(started.logLines.join('')).not.toMatch(/secret words|oops|push-token/);
  });
});

describe('permission to push', () => {
  const open = { open: { type: 'push' } };
  const others = { HOST: '0.0.0.0', RELAY_API_TOKEN: 'a-token-of-operators-1' };

  it('is given to this machine where the bridge has no token', async () => {
    const { post } = bound(await start({ sources: open }));
    expect((await post('open', comment('1'))).status).toBe(202);
  });

  it('is refused to a web page, also by DNS rebinding', async () => {
    const { post } = bound(await start({ sources: open }));
    const page = await post('open', comment('1'), { origin: 'https://evil.example' });
    expect(page).toMatchObject({ status: 403, body: { error: 'forbidden' } });
    const rebound = await post('open', comment('1'), { host: 'evil.example:3000' });
    expect(rebound.status).toBe(401);
    const local = await post('open', comment('1'), { origin: 'http://localhost:5173' });
    expect(local.status).toBe(202);
  });

  it('is refused to whoever a proxy of this machine passes on', async () => {
    const { post } = bound(await start({ sources: open }));
    const passedOn = { host: '127.0.0.1:3000', 'x-forwarded-for': '203.0.113.7' };
    expect((await post('open', comment('1'), passedOn)).status).toBe(401);
    expect((await post('nope', comment('1'), passedOn)).status).toBe(401);
  });

  it('is refused to all where others reach the relay and the bridge has no token', async () => {
    const sources = { ...open, ...PUSH };
    const { post } = bound(await start({ sources, environment: others }));
    expect((await post('open', comment('1'))).status).toBe(401);
    expect((await post('shop', comment('1'), BEARER)).status).toBe(202);
  });

  it('is refused without a token in the same words whether the bridge exists or not', async () => {
    const { post } = bound(await start({ environment: others }));
    const [known, unknown] = await Promise.all(
      ['shop', 'nope'].map(async (bridge) =>
        post(bridge, comment('1'), { authorization: 'Bearer x' }),
      ),
    );
    expect(withoutDate(unknown!)).toEqual(withoutDate(known!));
    expect(known!.status).toBe(401);
  });
});

function withoutDate({ status, headers, body }: Awaited<ReturnType<IngestRig['post']>>): object {
  return { status, body, headers: { ...headers, date: undefined } };
}

function bound(of: IngestRig): Pick<IngestRig, 'post' | 'ask' | 'buffered'> {
  return {
    post: of.post.bind(of),
    ask: of.ask.bind(of),
    buffered: of.buffered.bind(of),
  };
}

describe('status', () => {
  it('tells that a bridge is pushed to while a process takes pushes, or that none does', async () => {
    const prefix = uniquePrefix().replace(':', '-');
    const first = await start({ prefix });
    await first.post('shop', comment('1'), BEARER);
    expect(await sourceOf(first)).toBe('pushed');
    await first.stop();
    const sources = { chat: { type: 'twitch-irc', channel: 'x', url: 'ws://127.0.0.1:9' } };
    const reader = await start({ sources, prefix });
    expect(await sourceOf(reader)).toBe('unheld');
  });
});

async function sourceOf(of: IngestRig): Promise<string | undefined> {
  const { bridges } = await new LedgerStatusReader(of.relay.ledger).read();
  return bridges.find(({ bridge }) => bridge === 'shop')?.source;
}
