import * as fc from 'fast-check';
import { decodeAll, type RecordingSink } from '../../../../test/support/recording-sink.js';
import { refusedOptions } from '../../../../test/support/refused-options.js';
import { wxlivespy } from './wxlivespy.definition.js';

const TIME = 1_700_000_000_123;
const USER = { userId: 'wechat_oABC', name: '小雨', level: 0, badge: '', badgeLevel: 0 };
const EVENT = {
  msg_time: TIME,
  msg_id: 'finderlive_1',
  decoded_openid: 'oABC',
  sec_openid: 'secABC',
  nickname: '小雨',
  seq: 7,
  content: '',
  msg_sub_type: '1',
};

function post(...events: readonly unknown[]): object {
  const live_info = { live_id: 'L1', live_status: 1, online_count: 33 };
  return { host_info: { wechat_uin: 'w1', finder_username: 'f1' }, live_info, events };
}

function decode(...posts: readonly unknown[]): RecordingSink {
  return decodeAll(wxlivespy.decoder({}), ...posts.map((one) => JSON.stringify(one)));
}

function combo(count: number, decoded_openid = 'oABC'): object {
  const fields = { decoded_type: 'combogift', sec_gift_id: 'g', combo_product_count: count };
  return { ...EVENT, msg_id: '', seq: count, decoded_openid, ...fields };
}

function at(seq: number, count: number): object {
  return { ...combo(count), seq };
}

const stamp = { id: 'finderlive_1', timestamp: TIME, user: USER };
const VIEWERS = { type: 'viewers', numberOfViewers: 33 };

describe('wxlivespy', () => {
  it.each([
    [
      'comment',
      { decoded_type: 'comment', content: '这个[微笑] 多少钱' },
      { type: 'comment', ...stamp, text: '这个 多少钱' },
    ],
    ['enter', { decoded_type: 'enter' }, { type: 'enter', ...stamp }],
    ['like', { decoded_type: 'like' }, { type: 'like', ...stamp }],
    [
      'gift',
      { decoded_type: 'gift', sec_gift_id: 'g-9', gift_num: 3, gift_value: 30, content: '送出' },
      {
        type: 'gift',
        ...stamp,
        gift: { giftName: 'g-9', giftNum: 3, giftValue: 10, totalValue: 30 },
      },
    ],
    [
      'combogift',
      { decoded_type: 'combogift', sec_gift_id: 'g-9', combo_product_count: 5 },
      {
        type: 'gift',
        ...stamp,
        gift: { giftName: 'g-9', giftNum: 5, giftValue: 0, totalValue: 0 },
      },
    ],
    [
      'combo_gift',
      { decoded_type: 'combo_gift', sec_gift_id: 'g-9', combo_product_count: 2 },
      {
        type: 'gift',
        ...stamp,
        gift: { giftName: 'g-9', giftNum: 2, giftValue: 0, totalValue: 0 },
      },
    ],
  ])('reads %s, and how many watch', (_, fields, event) => {
    const { events, problems } = decode(post({ ...EVENT, ...fields }));
    expect(problems).toEqual([]);
    expect(events).toEqual([event, VIEWERS]);
  });

  it('reads data that its schema wraps once more', () => {
    const wrapped = { original_url: 'x', original_body: '{', decoded_data: post() };
    expect(decode(wrapped).events).toEqual([VIEWERS]);
  });

  it('counts a combo by what each message adds, whoever else gives', () => {
    const { events, ignoredKinds } = decode(
      post(combo(2), combo(5), combo(5), combo(4), combo(3, 'oOther')),
    );
    const gifts = events.filter((event) => event.type === 'gift');
    expect(gifts.map(({ gift }) => gift.giftNum)).toEqual([2, 3, 3]);
    expect(ignoredKinds).toEqual(['streak', 'streak']);
  });

  it('begins another combo at count 1, but not for a message that is posted again', () => {
    const { events } = decode(
      post(at(1, 1), at(2, 2), at(3, 3)),
      post(at(1, 1), at(2, 2), at(3, 3), at(4, 4)),
      post(at(5, 1), at(6, 2), at(6, 2)),
    );
    const gifts = events.filter((event) => event.type === 'gift');
    expect(gifts.map(({ gift }) => gift.giftNum)).toEqual([1, 1, 1, 1, 1, 1]);
  });

  it('recognises repeats by the message id, or by the sequence in the live', () => {
    const { events } = decode(
      post(
        { ...EVENT, decoded_type: 'like' },
        { ...EVENT, decoded_type: 'like', msg_id: '' },
        { ...EVENT, decoded_type: 'like', msg_id: '', seq: 0 },
      ),
    );
    expect(events.map(({ id }) => id)).toEqual(['finderlive_1', 'L1:7', undefined, undefined]);
  });

  it('identifies a user by the lasting openid, then by that of the live, then by name', () => {
    const like = { ...EVENT, decoded_type: 'like' };
    const { events } = decode(
      post({ ...like, decoded_openid: '' }, { ...like, decoded_openid: '', sec_openid: '' }),
    );
    expect(events).toMatchObject([
      { user: { userId: 'wechat_secABC' } },
      { user: { userId: 'wechat_小雨' } },
      VIEWERS,
    ]);
  });

  it('ignores by name irrelevant messages, and viewers of a live that is over', () => {
    const over = { ...post({ ...EVENT, decoded_type: 'levelup' }), live_info: { live_status: 2 } };
    const { events, ignoredKinds } = decode(over, {
      ...post({ ...EVENT, decoded_type: 'comment', content: ' ' }),
      live_info: { live_status: 2, online_count: 0 },
    });
    expect(events).toEqual([]);
    expect(ignoredKinds).toEqual(['levelup', 'empty']);
  });

  it('ignores unnamed messages of the program, and reads a count in a text', () => {
    const sink = decode({
      ...post({ ...EVENT, msg_sub_type: 10_009, decoded_type: undefined }),
      live_info: { live_id: 'L1', online_count: '1.2万' },
    });
    expect(sink).toMatchObject({ ignoredKinds: ['unknown'], problems: [] });
    expect(sink.events).toEqual([{ type: 'viewers', numberOfViewers: 12_000 }]);
  });

  it('loses only malformed events', () => {
    const good = { ...EVENT, decoded_type: 'enter' };
    const sink = decode(
      post(
        null,
        {},
        { decoded_type: 'like' },
        { ...good, decoded_type: 'comment', content: 3 },
        good,
      ),
      { events: 5 },
      [],
    );
    expect(sink.problems).toEqual([
      'no-type',
      'no-type',
      'no-user',
      'no-text',
      'no-events',
      'no-events',
    ]);
    expect(sink.events).toMatchObject([{ type: 'enter' }, VIEWERS]);
    expect(decodeAll(wxlivespy.decoder({}), '{', Buffer.from([255])).problems).toEqual([
      'not-json',
      'not-json',
    ]);
  });

  it('accounts once for every event, whatever it holds', () => {
    const kinds = ['comment', 'enter', 'like', 'gift', 'combogift', 'levelup'];
    const keys = [...Object.keys(EVENT), 'gift_num', 'gift_value', 'sec_gift_id'];
    const fields = fc.dictionary(fc.constantFrom(...keys, 'combo_product_count'), fc.jsonValue());
    const mutated = fc
      .tuple(fc.constantFrom(...kinds), fields)
      .map(([decoded_type, values]) => ({ ...EVENT, ...values, decoded_type }));
    fc.assert(
      fc.property(fc.array(fc.oneof(mutated, fc.jsonValue()), { maxLength: 5 }), (events) => {
        const sink = decode({ events });
        const seen = sink.events.length + sink.ignoredKinds.length + sink.problems.length;
        expect(seen).toBe(events.length);
      }),
      { numRuns: 500 },
    );
  });

  it('never throws, whatever the body', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        expect(() => decode(value)).not.toThrow();
      }),
    );
  });

  it('accepts a token and a rate', () => {
    expect(refusedOptions(wxlivespy, { token: 'abc', requestsPerSecond: 5 })).toEqual([]);
    const wrong = { token: 'a b', requestsPerSecond: 0 };
    expect(refusedOptions(wxlivespy, wrong)).toEqual(Object.keys(wrong));
  });
});
