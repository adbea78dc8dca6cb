import { createHash, generateKeyPairSync, sign } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import { RedisServer } from '../support/redis-server.js';
import { IngestRig, textOf } from './ingest-rig.js';

const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
const PEM = publicKey.export({ type: 'spki', format: 'pem' }).toString();
const SECRET = 'push-secret';
/** Others reach the relay: nothing is taken for who asks. */
const OTHERS = { HOST: '0.0.0.0', RELAY_API_TOKEN: 'a-token-of-operators-1' };
const SOURCES = {
  kick: { type: 'kick-webhook', publicKey: PEM },
  douyin: { type: 'douyin-webhook', secret: SECRET },
  kuaishou: { type: 'kuaishou-webhook', secret: SECRET, room: 'r1' },
  wechat: { type: 'wxlivespy', token: 'spy-token' },
};

let rig: IngestRig;

beforeEach(async () => {
  const redis = await RedisServer.shared();
  rig = await IngestRig.start({ redis, sources: SOURCES, environment: OTHERS });
});
afterEach(async () => rig.stop());

function kickHeaders(
  body: string,
  at = Date.now(),
  { id = '01MSG', type = 'chat.message.sent' } = {},
): Record<string, string> {
  const time = new Date(at).toISOString();
  const signature = sign('sha256', Buffer.from(`${id}.${time}.${body}`), privateKey);
  return {
    'Kick-Event-Message-Id': id,
    'Kick-Event-Message-Timestamp': time,
    'Kick-Event-Signature': signature.toString('base64'),
    'Kick-Event-Type': type,
    'Kick-Event-Version': '1',
  };
}

function kickChat(id: string): string {
  const sender = { user_id: 501, username: 'Ann' };
  return JSON.stringify({ message_id: id, sender, content: `no ${id}` });
}

/** As many subscriptions as this, and their headers. */
function kickGifts(count: number, hoursAgo: number): readonly [string, Record<string, string>] {
  const giftees = Array.from({ length: count }, (_, user_id) => ({ user_id }));
  const body = JSON.stringify({ gifter: { user_id: 501, username: 'Ann' }, giftees });
  const terms = { id: `g${count}`, type: 'channel.subscription.gifts' };
  return [body, kickHeaders(body, Date.now() - hoursAgo * 3_600_000, terms)];
}

describe('kick-webhook', () => {
  it('200: a signature of Kick, without a token; a repeat counts once', async () => {
    const body = kickChat('1');
    for (let i = 0; i < 2; i++) {
      const answer = await rig.post('kick', body, kickHeaders(body));
      expect(answer).toMatchObject({ status: 200, body: { accepted: 1 } });
    }
    expect((await rig.buffered()).map(textOf)).toEqual(['no 1']);
  });

  it('401: a wrong or old signature, of which no event is taken', async () => {
    const body = kickChat('1');
    const { 'Kick-Event-Signature': _, ...unsigned } = kickHeaders(body);
    expect(await rig.post('kick', body, unsigned)).toMatchObject({
      status: 401,
      body: { error: 'no-signature' },
    });
    expect(await rig.post('kick', kickChat('2'), kickHeaders(body))).toMatchObject({
      status: 401,
      body: { error: 'bad-signature' },
    });
    expect(await rig.post('kick', body, kickHeaders(body, Date.now() - 600_000))).toMatchObject({
      status: 401,
      body: { error: 'stale-timestamp' },
    });
    expect(await rig.buffered()).toEqual([]);
    expect(await rig.metric('relay_pushes_total{bridge="kick",status="401"}')).toBe(3);
  });

  it('takes a paid event that was signed hours ago, once, and refuses it after a day', async () => {
    const late = kickGifts(1, 1 / 6);
    expect(await rig.post('kick', ...late)).toMatchObject({ status: 200, body: { accepted: 1 } });
    expect(await rig.post('kick', ...kickGifts(2, 23))).toMatchObject({ status: 200 });
    const again = { status: 200, body: { accepted: 0, ignored: 1 } };
    expect(await rig.post('kick', ...late)).toMatchObject(again);
    const [body, headers] = late;
    const rewritten = headers['Kick-Event-Signature']!.replace(/=+$/, '');
    const other = { ...headers, 'Kick-Event-Signature': rewritten };
    expect(await rig.post('kick', body, other)).toMatchObject(again);
    expect(await rig.post('kick', ...kickGifts(3, 25))).toMatchObject({ status: 401 });
    const inTime = kickGifts(4, 0);
    expect(await rig.post('kick', ...inTime)).toMatchObject({ status: 200 });
    const { redis, keys } = rig.relay;
    const taken = await redis.keys(`${keys.takenPush('kick:')}*`);
    expect(taken).toHaveLength(3);
    expect(await redis.pttl(taken[0]!)).toBeGreaterThan(24 * 3_600_000);
    const counts = (await rig.buffered()).map(({ content }) => JSON.parse(content).gift.giftNum);
    expect(counts).toEqual([1, 2, 4]);
  });

  it('200: a malformed body, since sending it again would not help', async () => {
    const body = '{"content":5}';
    expect((await rig.post('kick', body, kickHeaders(body))).status).toBe(200);
    const series = 'relay_frames_skipped_total{bridge="kick",reason="malformed:no-user"}';
    expect(await rig.metric(series)).toBe(1);
  });
});

function kuaishouBody(room: string): string {
  const payload = [{ userInfo: { userId: 'k1', userName: '快手一' }, content: '老铁好' }];
  const data = { push_type: 'liveComment', unique_message_id: '7', room_code: room, payload };
  return JSON.stringify({ timestamp: 1_700_000_000_000, message_id: 'm7', data });
}

function kuaishouHeaders(body: string): Record<string, string> {
  return { kwaisign: createHash('md5').update(`${body}${SECRET}`).digest('hex') };
}

describe('kuaishou-webhook', () => {
  it('200: a signature of Kuaishou, with the result that it waits for; a repeat counts once', async () => {
    const body = kuaishouBody('r1');
    for (let i = 0; i < 2; i++) {
      const answer = await rig.post('kuaishou', body, kuaishouHeaders(body));
      expect(answer).toMatchObject({ status: 200, body: { result: 1, accepted: 1 } });
    }
    const other = kuaishouBody('r2');
    expect(await rig.post('kuaishou', other, kuaishouHeaders(other))).toMatchObject({
      status: 200,
    });
    expect((await rig.buffered()).map(textOf)).toEqual(['老铁好']);
  });

  it('401: a wrong signature, of which no event is taken', async () => {
    const body = kuaishouBody('r1');
    const refused = { status: 401, body: { error: 'bad-signature' } };
    expect(await rig.post('kuaishou', body, kuaishouHeaders(`${body} `))).toMatchObject(refused);
    expect(await rig.post('kuaishou', body, { kwaisign: 'zz' })).toMatchObject(refused);
    expect(await rig.post('kuaishou', body)).toMatchObject({ body: { error: 'no-signature' } });
    expect(await rig.buffered()).toEqual([]);
  });
});

describe('douyin-webhook', () => {
  const body = JSON.stringify([
    { msg_id: '1', sec_openid: 's1', nickname: '小雨', content: '多少钱' },
    { msg_id: '2', sec_openid: 's1', nickname: '小雨', content: '好看' },
  ]);

  function headersOf(at = Date.now()): Record<string, string> {
    const signed = {
      'x-msg-type': 'live_comment',
      'x-nonce-str': '123456',
      'x-roomid': '7400000000000000001',
      'x-timestamp': String(at),
    };
    const pairs = Object.entries(signed).map(([name, value]) => `${name}=${value}`);
    const text = `${pairs.join('&')}${body}${SECRET}`;
    return { ...signed, 'x-signature': createHash('md5').update(text).digest('base64') };
  }

  it('200: a signature of Douyin', async () => {
    expect(await rig.post('douyin', body, headersOf())).toMatchObject({
      status: 200,
      body: { accepted: 2 },
    });
    expect((await rig.buffered()).map(textOf)).toEqual(['多少钱', '好看']);
  });

  it('401: any other signature', async () => {
    const other = { ...headersOf(), 'x-roomid': '1' };
    expect((await rig.post('douyin', body, other)).status).toBe(401);
    expect((await rig.post('douyin', body, headersOf(Date.now() - 600_000))).status).toBe(401);
    expect((await rig.post('douyin', body)).status).toBe(401);
    expect(await rig.buffered()).toEqual([]);
  });
});

describe('wxlivespy', () => {
  const events = [
    {
      decoded_type: 'comment',
      msg_id: 'm1',
      decoded_openid: 'o1',
      nickname: '小雨',
      content: '好',
    },
    { decoded_type: 'nonsense' },
    { decoded_type: 'comment' },
  ];
  const post = JSON.stringify({ host_info: {}, live_info: { live_id: 'L1' }, events });
  const TOKEN = 'wechat?token=spy-token';

  it.each([
    ['plain', post, {}],
    ['packed', gzipSync(post), { 'content-encoding': 'gzip' }],
    ['packed by an older name', gzipSync(post), { 'content-encoding': 'X-GZip' }],
  ])('is taken %s, with its token in the address', async (_, body, headers) => {
    const answer = await rig.post(TOKEN, body, headers);
    expect(answer).toMatchObject({ status: 200, body: { accepted: 1, ignored: 1 } });
    expect((await rig.buffered()).map(textOf)).toEqual(['好']);
  });

  it('is refused without the token', async () => {
    expect((await rig.post('wechat', post)).status).toBe(401);
  });
});
