import * as fc from 'fast-check';
import { decodeAll, type RecordingSink } from '../../../../test/support/recording-sink.js';
import { refusedOptions } from '../../../../test/support/refused-options.js';
import { BlivechatDecoder } from './blivechat.decoder.js';
import { blivechat } from './blivechat.definition.js';

const ANNA_USER = {
  userId: 'bilibili_c1f2a3',
  name: '安娜',
  level: 0,
  badge: '小猫',
  badgeLevel: 12,
};
const ANNA = { authorName: '安娜', uid: 'c1f2a3', medalName: '小猫', medalLevel: 12 };
const STAMP = { id: 'm-1', timestamp: 1_700_000_000_000 };

function frame(cmd: number, data: unknown): string {
  return JSON.stringify({ cmd, data });
}

/** A text as blivechat sends it: an array. */
function text(content: unknown, at: Readonly<Record<number, unknown>> = {}): string {
  const places = ['https://example.com/a.png', 1_700_000_000, '安娜', 0, content, 3, 0, 21, 0, 1];
  const values = [...places, 12, 'm-1', '', 0, [], [], 'c1f2a3', '小猫'];
  return frame(
    2,
    values.map((value, place) => (Object.hasOwn(at, place) ? at[place] : value)),
  );
}

function event(cmd: number, fields: object): string {
  return frame(cmd, { id: 'm-1', timestamp: 1_700_000_000, ...ANNA, ...fields });
}

function decode(...frames: readonly (string | Buffer)[]): RecordingSink {
  return decodeAll(new BlivechatDecoder(), ...frames);
}

describe('BlivechatDecoder', () => {
  it('makes a comment of a text, sent as a text or binary', () => {
    const user = { ...ANNA_USER, level: 21, guard: 3 };
    const comment = { type: 'comment', ...STAMP, user, text: '多少钱' };
    expect(decode(text('[dog]多少钱'), Buffer.from(text('多少钱'))).events).toEqual([
      comment,
      comment,
    ]);
  });

  it('identifies a viewer by the name where an older version has no id', () => {
    const { events } = decode(text('hi', { 16: undefined, 17: undefined }));
    expect(events).toMatchObject([{ user: { userId: 'bilibili_安娜', badge: '' } }]);
  });

  it('keeps a text of emotes alone as it was written, be it a picture or codes', () => {
    const { events } = decode(text('[主播_打call]', { 13: 1 }), text('[比心]'));
    expect(events).toMatchObject([{ text: '[主播_打call]' }, { text: '[比心]' }]);
  });

  it('ignores an empty text and what blivechat says of other messages, by name', () => {
    const { events, ignoredKinds } = decode(
      text(''),
      frame(0, {}),
      frame(6, { ids: ['1'] }),
      frame(7, ['m-1', 'how much']),
      frame(50, {}),
    );
    expect(events).toEqual([]);
    expect(ignoredKinds).toEqual([
      'empty',
      'heartbeat',
      'deleted-super-chat',
      'translation',
      'cmd-50',
    ]);
  });

  it('makes gifts, each at its share of the total price', () => {
    const { events } = decode(
      event(3, { giftName: '小花花', num: 3, totalCoin: 300, totalFreeCoin: 0 }),
      event(3, { giftName: '辣条', num: 10, totalCoin: 0, totalFreeCoin: 1000 }),
      event(3, { giftId: 7, num: 1 }),
    );
    expect(events).toMatchObject([
      {
        ...STAMP,
        user: ANNA_USER,
        gift: { giftName: '小花花', giftNum: 3, giftValue: 100, totalValue: 300 },
      },
      { gift: { giftName: '辣条', giftNum: 10, giftValue: 0, totalValue: 0 } },
      { gift: { giftName: '7', giftNum: 1 } },
    ]);
  });

  it('makes gifts of members, with the title of their level, as many as months', () => {
    const { events } = decode(
      event(4, { privilegeType: 3, num: 2, unit: '月', total_coin: 276_000 }),
      event(4, { privilegeType: 1 }),
    );
    expect(events).toMatchObject([
      { gift: { giftName: '舰长', giftNum: 2, giftValue: 138_000, totalValue: 276_000 } },
      { gift: { giftName: '总督', giftNum: 1, totalValue: 0 } },
    ]);
  });

  it('gives the gift of a super chat first, and then its comment', () => {
    const { events } = decode(event(5, { price: 30, content: '生日快乐' }));
    expect(events).toMatchObject([
      { type: 'gift', id: 'm-1', gift: { giftName: '醒目留言', giftNum: 1, totalValue: 30_000 } },
      { type: 'comment', id: 'm-1:comment', text: '生日快乐' },
    ]);
  });

  it('counts malformed messages', () => {
    const nobody = { 2: '', 16: '' };
    const frames = ['{', '[]', '{"cmd":"2"}', frame(2, {}), text('x', nobody), frame(3, null)];
    expect(decode(...frames, Buffer.from([0xff])).problems).toEqual([
      'not-json',
      'no-command',
      'no-command',
      'no-text',
      'no-user',
      'no-user',
      'not-json',
    ]);
  });

  it('accounts for every command, whatever it holds', () => {
    const fields = ['giftName', 'num', 'totalCoin', 'price', 'content', 'uid', 'unit', 'timestamp'];
    const data = fc.dictionary(fc.constantFrom(...fields), fc.jsonValue());
    const any = fc.oneof(
      fc.tuple(fc.nat(9), data).map(([cmd, values]) => event(cmd, values)),
      fc.tuple(fc.nat(17), fc.jsonValue()).map(([place, value]) => text('x', { [place]: value })),
      fc.array(fc.jsonValue()).map((values) => frame(2, values)),
    );
    fc.assert(
      fc.property(any, (one) => {
        const sink = decode(one);
        const seen = sink.events.length + sink.ignoredKinds.length + sink.problems.length;
        expect(seen).toBe(sink.events.length === 2 ? 2 : 1);
      }),
      { numRuns: 500 },
    );
  });
});

describe('blivechat', () => {
  it('requires a room or a code, and only to connect', () => {
    expect(refusedOptions(blivechat, {})).toEqual(['roomId']);
    expect(refusedOptions(blivechat, {}, 'decode')).toEqual([]);
    expect(refusedOptions(blivechat, { roomId: '42' })).toEqual([]);
    expect(refusedOptions(blivechat, { code: 'BA1CDE2FGH3J4' })).toEqual([]);
    expect(refusedOptions(blivechat, { roomId: 'a', url: 'x' })).toEqual(['roomId', 'url']);
    expect(refusedOptions(blivechat, { code: 'a b' })).toEqual(['code']);
  });
});
