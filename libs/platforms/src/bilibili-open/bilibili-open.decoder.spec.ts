import * as fc from 'fast-check';
import { deflateSync } from 'node:zlib';
import { decodeAll, type RecordingSink } from '../../../../test/support/recording-sink.js';
import { BilibiliOpenDecoder, type SessionListener } from './bilibili-open.decoder.js';
import { encodePacket } from './open-packet.js';

const ANNA = {
  open_id: 'c1f2a3',
  uid: 0,
  uname: '安娜',
  fans_medal_name: '小猫',
  fans_medal_level: 12,
  fans_medal_wearing_status: true,
};
const ANNA_USER = {
  userId: 'bilibili_c1f2a3',
  name: '安娜',
  level: 0,
  badge: '小猫',
  badgeLevel: 12,
};
const MESSAGE = { msg_id: 'm-1', timestamp: 1_700_000_000, room_id: 42 };
const STAMP = { id: 'm-1', timestamp: 1_700_000_000_000 };

/** A command as the platform sends it, in JSON. */
function command(name: string, fields: object): string {
  return JSON.stringify({
    cmd: `LIVE_OPEN_PLATFORM_${name}`,
    data: { ...MESSAGE, ...ANNA, ...fields },
  });
}

function decode(...commands: readonly string[]): RecordingSink {
  return decodeAll(new BilibiliOpenDecoder(), ...commands);
}

describe('BilibiliOpenDecoder', () => {
  it('makes a comment of a message', () => {
    const said = { msg: '多少钱？', dm_type: 0, glory_level: 7 };
    expect(decode(command('DM', said)).events).toEqual([
      { type: 'comment', ...STAMP, user: { ...ANNA_USER, level: 7 }, text: '多少钱？' },
    ]);
  });

  it('removes emote codes among words, and keeps a text of emotes alone as written', () => {
    const sink = decode(
      command('DM', { msg: '[比心]好看[dog]' }),
      command('DM', { msg: '[比心]' }),
      command('DM', { msg: '哈哈', dm_type: 1, emoji_img_url: 'https://example.com/1.png' }),
      command('DM', { msg: '[主播_打call]', dm_type: 1 }),
      command('DM', { msg: ' ' }),
    );
    const texts = ['好看', '[比心]', '哈哈', '[主播_打call]'];
    expect(sink.events).toMatchObject(texts.map((text) => ({ text })));
    expect(sink.ignoredKinds).toEqual(['empty']);
  });

  it('identifies a viewer by the uid of old messages, or else by the name', () => {
    const sink = decode(
      command('DM', { msg: '1', open_id: undefined, uid: 10 }),
      command('DM', { msg: '2', open_id: '', uid: 0 }),
    );
    expect(sink.events).toMatchObject([
      { user: { userId: 'bilibili_10' } },
      { user: { userId: 'bilibili_安娜' } },
    ]);
  });

  it('counts gifts by message, not by combo, at the price really paid', () => {
    const combo_info = { combo_base_num: 2, combo_count: 7, combo_id: 'x', combo_timeout: 3 };
    const fields = { gift_id: 31_036, gift_name: '小花花', gift_num: 2, price: 100, r_price: 80 };
    expect(decode(command('SEND_GIFT', { ...fields, paid: true, combo_info })).events).toEqual([
      {
        type: 'gift',
        ...STAMP,
        user: ANNA_USER,
        gift: { giftName: '小花花', giftNum: 2, giftValue: 80, totalValue: 160 },
      },
    ]);
  });

  it('gives a gift that is not paid for no value, and one without r_price its price', () => {
    const sink = decode(
      command('SEND_GIFT', { gift_name: '辣条', gift_num: 5, price: 100, paid: false }),
      command('SEND_GIFT', { gift_id: 7, gift_num: 1, price: 9900, paid: true }),
    );
    expect(sink.events).toMatchObject([
      { gift: { giftName: '辣条', giftNum: 5, giftValue: 0, totalValue: 0 } },
      { gift: { giftName: '7', giftNum: 1, giftValue: 9900, totalValue: 9900 } },
    ]);
  });

  it.each([
    [1, '月', 3, 19_998_000, { giftName: '总督', giftNum: 3, totalValue: 59_994_000 }],
    [2, '月', 1, 1_998_000, { giftName: '提督', giftNum: 1, totalValue: 1_998_000 }],
    [3, '*3天', 3, 138_000, { giftName: '舰长', giftNum: 1, totalValue: 138_000 }],
    [3, undefined, 2, undefined, { giftName: '舰长', giftNum: 2, totalValue: 0 }],
    [9, '月', 1, 0, { giftName: '大航海', giftNum: 1 }],
  ])('makes a gift of a guard of level %s for %s × %s', (level, unit, count, price, gift) => {
    const guard = { guard_level: level, guard_unit: unit, guard_num: count, price };
    const user_info = { open_id: 'c1f2a3', uid: 0, uname: '安娜' };
    const none = { open_id: undefined, uname: undefined };
    expect(decode(command('GUARD', { ...none, user_info, ...guard })).events).toMatchObject([
      { type: 'gift', ...STAMP, user: ANNA_USER, gift },
    ]);
  });

  it('gives the gift of a super chat first, in the same unit, and then its comment', () => {
    const sink = decode(
      command('SUPER_CHAT', { message_id: 3, message: '生日快乐', rmb: 30 }),
      command('SUPER_CHAT', { message: '', rmb: 50 }),
    );
    expect(sink.events).toMatchObject([
      {
        type: 'gift',
        id: 'm-1',
        gift: { giftName: '醒目留言', giftNum: 1, giftValue: 30_000, totalValue: 30_000 },
      },
      { type: 'comment', id: 'm-1:comment', text: '生日快乐' },
      { type: 'gift', gift: { totalValue: 50_000 } },
    ]);
  });

  it('makes one like of many, and an entry', () => {
    const sink = decode(command('LIKE', { like_count: 17 }), command('LIVE_ROOM_ENTER', {}));
    expect(sink.events).toEqual([
      { type: 'like', ...STAMP, user: ANNA_USER },
      { type: 'enter', ...STAMP, user: ANNA_USER },
    ]);
  });

  it('names what it ignores', () => {
    const names = ['DM_MIRROR', 'SUPER_CHAT_DEL', 'LIVE_START', 'LIVE_END', 'INTERACTION_END'];
    const sink = decode(...names.map((name) => command(name, { msg: 'hi' })));
    expect(sink.ignoredKinds).toEqual(names.map((name) => `LIVE_OPEN_PLATFORM_${name}`));
    expect(sink.events).toEqual([]);
  });

  it('tells of the connection and of sessions', () => {
    const heard: unknown[] = [];
    const listener: SessionListener = {
      authenticated: (code) => heard.push(code),
      sessionEnded: (gameId) => heard.push(gameId),
    };
    const ended = command('INTERACTION_END', { game_id: 'g-1' });
    const frames = [encodePacket(8, '{"code":-101}'), encodePacket(5, ended)];
    const sink = decode();
    new BilibiliOpenDecoder().decode(Buffer.concat(frames), sink, listener);
    expect(heard).toEqual([-101, 'g-1']);
  });

  it('counts malformed messages, and goes on', () => {
    const good = encodePacket(5, command('DM', { msg: 'yes' }));
    const nobody = command('DM', { msg: 'no', open_id: undefined, uname: ' ' });
    const sink = decodeAll(
      new BilibiliOpenDecoder(),
      Buffer.concat([encodePacket(5, '{'), encodePacket(8, '[]'), encodePacket(99), good]),
      nobody,
      'null',
      '{"cmd":5}',
      '{"cmd":"LIVE_OPEN_PLATFORM_DM","data":[]}',
      Buffer.alloc(0),
    );
    expect(sink.events).toMatchObject([{ text: 'yes' }]);
    expect(sink.ignoredKinds).toEqual(['operation-99']);
    expect(sink.problems).toEqual([
      'not-json',
      'no-code',
      'no-user',
      'no-command',
      'no-command',
      'no-user',
      'truncated-packet',
    ]);
  });

  it('accounts for every command, whatever its fields hold', () => {
    const names = ['DM', 'SEND_GIFT', 'GUARD', 'SUPER_CHAT', 'LIKE', 'LIVE_ROOM_ENTER', 'X'];
    const fields = ['msg', 'open_id', 'uname', 'user_info', 'gift_num', 'price', 'rmb', 'message'];
    const more = ['timestamp', 'msg_id', 'guard_level', 'guard_unit', 'paid', 'dm_type'];
    const values = fc.dictionary(fc.constantFrom(...fields, ...more), fc.jsonValue());
    fc.assert(
      fc.property(fc.constantFrom(...names), values, (name, event) => {
        const packet = encodePacket(5, command(name, event));
        const sink = decodeAll(new BilibiliOpenDecoder(), packet);
        const seen = sink.events.length + sink.ignoredKinds.length + sink.problems.length;
        expect(seen).toBe(name === 'SUPER_CHAT' && sink.events.length === 2 ? 2 : 1);
      }),
      { numRuns: 500 },
    );
  });

  it('survives depth and bytes that are no text', () => {
    const deep = `{"cmd":"LIVE_OPEN_PLATFORM_DM","data":${'['.repeat(50_000)}${']'.repeat(50_000)}}`;
    const bytes = Buffer.concat([encodePacket(5, command('DM', { msg: 'x?x' }))]);
    bytes[bytes.indexOf('?')] = 0xff;
    const sink = decodeAll(new BilibiliOpenDecoder(), deep, bytes, deflateSync(bytes));
    expect(sink.problems).toEqual(['no-user', expect.stringMatching(/-packet$/)]);
    expect(sink.events).toMatchObject([{ text: 'x\ufffdx' }]);
  });
});
