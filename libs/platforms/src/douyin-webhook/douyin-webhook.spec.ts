import { createHash } from 'node:crypto';
import * as fc from 'fast-check';
import { decodeAll, type RecordingSink } from '../../../../test/support/recording-sink.js';
import { refusedOptions } from '../../../../test/support/refused-options.js';
import { douyinWebhook } from './douyin-webhook.definition.js';
import type { DouyinWebhookOptions } from './douyin-webhook.options.js';

const SECRET = 'push-secret';
const AT = 1_700_000_000_123;
const ABOUT = { msg_id: '7001', sec_openid: 'sec-1', nickname: '小雨', timestamp: AT };
const USER = { userId: 'douyin_sec-1', name: '小雨', level: 0, badge: '', badgeLevel: 0 };
const stamp = { id: '7001', timestamp: AT, user: USER };
const PILL = '28rYzVFNyXEXFC8HI+f/WG+I7a6lfl3OyZZjUS+CVuwCgYZrPrUdytGHu0c=';

function webhook(type: string, ...body: readonly unknown[]): object {
  return { headers: { 'x-msg-type': type, 'x-roomid': '7400000000000000001' }, body };
}

function gift(fields: object): object {
  return webhook('live_gift', { ...ABOUT, ...fields });
}

function decode(webhooks: readonly unknown[], options: object = {}): RecordingSink {
  const decoder = douyinWebhook.decoder(options as DouyinWebhookOptions);
  return decodeAll(decoder, ...webhooks.map((one) => JSON.stringify(one)));
}

describe('douyin-webhook', () => {
  it.each([
    ['live_comment', { content: '多少钱[赞]' }, { type: 'comment', ...stamp, text: '多少钱' }],
    [
      'live_gift',
      { sec_gift_id: PILL, gift_num: 3, gift_value: 300 },
      {
        type: 'gift',
        ...stamp,
        gift: { giftName: '能力药丸', giftNum: 3, giftValue: 100, totalValue: 300 },
      },
    ],
    ['live_like', { like_num: 12 }, { type: 'like', ...stamp }],
    [
      'live_fansclub',
      { fansclub_reason_type: 2, fansclub_level: 1 },
      { type: 'follow', ...stamp, user: { ...USER, badgeLevel: 1 } },
    ],
    ['live_follow', { user_follow_action: 1 }, { type: 'follow', ...stamp }],
    ['live_enter_room', {}, { type: 'enter', ...stamp }],
  ])('reads %s', (type, fields, event) => {
    const { events, problems } = decode([webhook(type, { ...ABOUT, ...fields })]);
    expect(problems).toEqual([]);
    expect(events).toEqual([event]);
  });

  it.each([
    ['JSON in a string', (messages: unknown) => JSON.stringify(messages)],
    ['JSON', (messages: unknown) => messages],
  ])('reads the array as a payload in %s', (_, payloadOf) => {
    const headers = { 'x-msg-type': 'live_like', 'x-roomid': '7400000000000000001' };
    const payload = payloadOf([ABOUT, { ...ABOUT, msg_id: '7002' }]);
    const sink = decode([
      { headers, body: { payload } },
      { headers, body: JSON.stringify({ payload }) },
    ]);
    expect(sink.events.map(({ id }) => id)).toEqual(['7001', '7002', '7001', '7002']);
    expect(sink.problems).toEqual([]);
  });

  it('counts a payload that holds no array as one message that it cannot read', () => {
    const headers = { 'x-msg-type': 'live_like' };
    const payloads = ['{', '5', {}, null];
    const { problems } = decode(payloads.map((payload) => ({ headers, body: { payload } })));
    expect(problems).toEqual(payloads.map(() => 'no-user'));
  });

  it('writes the id and the level as other tools of Douyin do', () => {
    const { sec_openid: id, ...told } = ABOUT;
    const like = webhook('live_like', { ...told, sec_open_id: id, user_privilege_level: 5 });
    expect(decode([like]).events).toEqual([
      { type: 'like', ...stamp, user: { ...USER, level: 5 } },
    ]);
  });

  it('names a gift from the push, the file, the known gifts, or its id', () => {
    const { events } = decode(
      [
        gift({ sec_gift_id: PILL, gift_name: '药丸' }),
        gift({ sec_gift_id: PILL }),
        gift({ sec_gift_id: 'own' }),
        gift({ sec_gift_id: 'other' }),
      ],
      { giftNames: { own: '专属', [PILL]: '我的药丸' } },
    );
    const names = events.map((event) => event.type === 'gift' && event.gift.giftName);
    expect(names).toEqual(['药丸', '我的药丸', '专属', 'other']);
  });

  it('ignores what Douyin itself sends as a test', () => {
    const given = { sec_gift_id: PILL, gift_num: 1, gift_value: 100 };
    const sink = decode([gift({ ...given, test: true }), gift({ ...given, test: false })]);
    expect(sink.ignoredKinds).toEqual(['test']);
    expect(sink.events).toHaveLength(1);
  });

  it('ignores by name what is no event, and other rooms where it is told to', () => {
    const { ignoredKinds } = decode([
      webhook('live_fansclub', { ...ABOUT, fansclub_reason_type: 1 }),
      webhook('live_follow', { ...ABOUT, user_follow_action: 2 }),
      webhook('live_comment', { ...ABOUT, content: '' }),
      webhook('live_share', ABOUT),
    ]);
    expect(ignoredKinds).toEqual(['fansclub', 'unfollow', 'empty', 'live_share']);
    const like = webhook('live_like', ABOUT);
    expect(decode([like], { roomId: '7400000000000000002' }).ignoredKinds).toEqual(['other-room']);
    expect(decode([like], { roomId: '7400000000000000001' }).events).toHaveLength(1);
  });

  it('loses only malformed elements', () => {
    const sink = decode([
      webhook('live_comment', null, 5, {}, { ...ABOUT, content: 5 }, { ...ABOUT, content: '好' }),
      { headers: {}, body: [] },
      { body: [] },
    ]);
    expect(sink.problems).toEqual([
      'not-an-object',
      'not-an-object',
      'no-user',
      'no-text',
      'no-msg-type',
      'no-headers',
    ]);
    expect(sink.events).toMatchObject([{ text: '好' }]);
  });

  it('accounts once for every element, whatever it holds', () => {
    const types = ['live_comment', 'live_gift', 'live_like', 'live_fansclub', 'live_follow'];
    const keys = ['msg_id', 'sec_openid', 'nickname', 'content', 'sec_gift_id', 'gift_num'];
    const more = ['gift_value', 'fansclub_reason_type', 'timestamp'];
    const fields = fc.dictionary(fc.constantFrom(...keys, ...more), fc.jsonValue());
    const element = fc.oneof(
      fields.map((values) => ({ ...ABOUT, ...values })),
      fc.jsonValue(),
    );
    fc.assert(
      fc.property(fc.constantFrom(...types), fc.array(element, { maxLength: 5 }), (type, body) => {
        const sink = decode([webhook(type, ...body)]);
        const seen = sink.events.length + sink.ignoredKinds.length + sink.problems.length;
        expect(seen).toBe(body.length);
      }),
      { numRuns: 500 },
    );
  });

  it('requires the secret only to connect', () => {
    expect(refusedOptions(douyinWebhook, {})).toEqual(['secret']);
    expect(refusedOptions(douyinWebhook, {}, 'decode')).toEqual([]);
    const good = { secret: SECRET, roomId: '7400000000000000001', giftNames: { a: 'b' } };
    expect(refusedOptions(douyinWebhook, good)).toEqual([]);
    const wrong = { secret: '', roomId: 'x', giftNames: ['a'] };
    expect(refusedOptions(douyinWebhook, wrong).sort()).toEqual(Object.keys(wrong).sort());
  });
});

describe('the signature of douyin-webhook', () => {
  const verify = douyinWebhook.inbound!.verifier!({ secret: SECRET });
  const body = Buffer.from('[{"msg_id":"7001","content":"多少钱"}]');
  const headers = {
    'x-nonce-str': '123456',
    'x-timestamp': String(AT),
    'x-roomid': '7400000000000000001',
    'x-msg-type': 'live_comment',
  };

  it('is that of the documentation: sorted headers, body, secret', () => {
    const text =
      `x-msg-type=live_comment&x-nonce-str=123456&x-roomid=7400000000000000001` +
      `&x-timestamp=${AT}${body.toString()}${SECRET}`;
    const signature = createHash('md5').update(text).digest('base64');
    expect(verify({ ...headers, 'x-signature': signature }, body, AT)).toBeUndefined();
  });

  it('is of every header, the body and the secret, and lasts five minutes', () => {
    const signed = { ...headers, 'x-signature': signatureOf(headers, body) };
    expect(verify(signed, body, AT + 299_000)).toBeUndefined();
    expect(verify(signed, body, AT + 301_000)).toBe('stale-timestamp');
    const paid = { ...headers, 'x-msg-type': 'live_gift' };
    const money = { ...paid, 'x-signature': signatureOf(paid, body) };
    expect(verify(money, body, AT + 301_000)).toBe('late-money');
    expect(verify(money, body, AT + 24 * 3_600_000 + 1)).toBe('stale-timestamp');
    expect(verify(signed, Buffer.from('[]'), AT)).toBe('bad-signature');
    for (const name of Object.keys(headers)) {
      expect(verify({ ...signed, [name]: '1' }, body, AT)).toBe('bad-signature');
      expect(verify({ ...signed, [name]: undefined }, body, AT)).toBe('no-signature');
    }
    const other = douyinWebhook.inbound!.verifier!({ secret: 'x' });
    expect(other(signed, body, AT)).toBe('bad-signature');
    expect(verify({ ...signed, 'x-signature': 'AAAA' }, body, AT)).toBe('bad-signature');
  });
});

function signatureOf(headers: Record<string, string>, body: Buffer): string {
  const pairs = Object.entries(headers)
    .sort(([one], [other]) => (one < other ? -1 : 1))
    .map(([name, value]) => `${name}=${value}`);
  return createHash('md5')
    .update(`${pairs.join('&')}${body.toString()}${SECRET}`)
    .digest('base64');
}
