import * as fc from 'fast-check';
import { decodeAll, type RecordingSink } from '../../../../../test/support/recording-sink.js';
import { DouyinliveDecoder } from './douyinlive.decoder.js';

const USER = {
  id: '95000000001',
  shortId: '1234567',
  nickname: '小满',
  secUid: 'MS4wLjABAAAA-xiaoman',
  payGrade: { level: '23' },
  fansClub: { data: { clubName: '棉花糖', level: 7 } },
};
const XIAOMAN = {
  userId: 'douyin_95000000001',
  name: '小满',
  level: 23,
  badge: '棉花糖',
  badgeLevel: 7,
};

/** A message as douyinLive writes it. */
function message(method: string, fields: object = {}): Record<string, unknown> {
  const common = { method, msgId: '7301885484794450954', roomId: '7', createTime: '1700000000123' };
  return { common, user: USER, ...fields, method, livename: '主播', title: '直播' };
}

function decode(...messages: unknown[]): RecordingSink {
  return decodeAll(new DouyinliveDecoder(), ...messages.map((one) => JSON.stringify(one)));
}

function gift(repeatCount: number, fields: object = {}): Record<string, unknown> {
  return message('WebcastGiftMessage', {
    gift: { id: '463', name: '小心心', diamondCount: 1, type: 1, combo: true },
    giftId: '463',
    repeatCount: String(repeatCount),
    comboCount: String(repeatCount),
    groupId: '1700000000000',
    ...fields,
  });
}

function counts(sink: RecordingSink): number[] {
  return sink.events.map((event) => (event.type === 'gift' ? event.gift.giftNum : 0));
}

describe('DouyinliveDecoder', () => {
  it('makes a comment of a chat, with the level and the fan badge of its user', () => {
    const chat = message('WebcastChatMessage', { content: '有货吗', eventTime: '1700000000' });
    expect(decode(chat).events).toEqual([
      {
        type: 'comment',
        id: '7301885484794450954',
        timestamp: 1_700_000_000_123,
        user: XIAOMAN,
        text: '有货吗',
      },
    ]);
  });

  it('takes the time of the chat, in seconds, where the message has none', () => {
    const chat = message('WebcastChatMessage', {
      common: { msgId: '1' },
      content: '有货吗',
      eventTime: '1700000000',
    });
    expect(decode(chat).events).toMatchObject([{ timestamp: 1_700_000_000_000 }]);
  });

  it('keeps ids exact that come as numbers', () => {
    const text = JSON.stringify(message('WebcastChatMessage', { content: '好' }));
    const numbers = text.replace('"7301885484794450954"', '7301885484794450954');
    expect(decodeAll(new DouyinliveDecoder(), numbers).events).toMatchObject([
      { id: '7301885484794450954' },
    ]);
  });

  it('removes emotes among words, and keeps a text of emotes alone as written', () => {
    const sink = decode(
      message('WebcastChatMessage', { content: '好看[赞]' }),
      message('WebcastChatMessage', { content: '[赞][赞]' }),
      message('WebcastChatMessage', {
        content: '[某个新表情]',
        rtfContentV2: { pieces: [{ imageValue: { image: {} } }] },
      }),
      message('WebcastChatMessage', { content: ' ' }),
      message('WebcastChatMessage', {
        content: '好[某个新表情]看',
        rtfContentV2: {
          pieces: [{ stringValue: '好' }, { imageValue: { image: {} } }, { stringValue: '看' }],
        },
      }),
    );
    const texts = ['好看', '[赞][赞]', '[某个新表情]', '好 看'];
    expect(sink.events).toMatchObject(texts.map((text) => ({ text })));
    expect(sink.ignoredKinds).toEqual(['empty']);
  });

  it.each([
    ['WebcastMemberMessage', { memberCount: '12', action: '1' }, 'enter'],
    ['WebcastMemberMessage', {}, 'enter'],
    ['WebcastLikeMessage', { count: '15', total: '900' }, 'like'],
    ['WebcastSocialMessage', { action: '1', followCount: '40' }, 'follow'],
    ['WebcastFansclubMessage', { action: 2, content: '恭喜加入粉丝团' }, 'follow'],
  ])('makes of %s %j one event of type %s', (method, fields, type) => {
    expect(decode(message(method, fields)).events).toEqual([
      { type, id: '7301885484794450954', timestamp: 1_700_000_000_123, user: XIAOMAN },
    ]);
  });

  it('reports the viewer count, and 0 where the count is left out', () => {
    const sink = decode(
      message('WebcastRoomUserSeqMessage', { user: undefined, total: '5466', totalUser: '90000' }),
      message('WebcastRoomUserSeqMessage', { user: undefined }),
    );
    expect(sink.events).toMatchObject([
      { type: 'viewers', numberOfViewers: 5466 },
      { type: 'viewers', numberOfViewers: 0 },
    ]);
  });

  it('makes a comment of a text that flies over the picture', () => {
    const sink = decode(
      message('WebcastScreenChatMessage', { content: '好漂亮' }),
      message('WebcastPrivilegeScreenChatMessage', { content: '求链接' }),
      message('WebcastScreenChatMessage', { content: '欢迎来到直播间', user: undefined }),
    );
    expect(sink.events).toMatchObject([
      { type: 'comment', user: XIAOMAN, text: '好漂亮' },
      { type: 'comment', user: XIAOMAN, text: '求链接' },
    ]);
    expect(sink.ignoredKinds).toEqual(['WebcastScreenChatMessage']);
  });

  it('makes comments of spoken messages and of named stickers', () => {
    const sink = decode(
      message('WebcastAudioChatMessage', { content: '这个茶叶怎么卖', audioDuration: '3000' }),
      message('WebcastAudioChatMessage', { audioUrl: 'https://example.com/a.mp3' }),
      message('WebcastEmojiChatMessage', { emojiId: '7', defaultContent: '[比心]' }),
      message('WebcastEmojiChatMessage', {
        emojiContent: { pieces: [{ stringValue: '[撒花]' }, null] },
      }),
    );
    expect(sink.events).toMatchObject([
      { type: 'comment', user: XIAOMAN, text: '这个茶叶怎么卖' },
      { type: 'comment', user: XIAOMAN, text: '[比心]' },
      { type: 'comment', user: XIAOMAN, text: '[撒花]' },
    ]);
    expect(sink.ignoredKinds).toEqual(['empty']);
  });

  it('reads frames whose title is quoted as Go does it', () => {
    const chat = JSON.stringify(message('WebcastChatMessage', { content: '主播在吗' }));
    const told = chat.replace('"直播"', '"苏格兰🏴\\U000e0067\\U000e007f\\x7f"');
    const sink = decodeAll(new DouyinliveDecoder(), told);
    expect(sink.events).toMatchObject([{ id: '7301885484794450954', text: '主播在吗' }]);
    expect(sink.problems).toEqual([]);
  });

  it('recognises a new member of the fan club by the fields of other versions', () => {
    const joined = { common: undefined, commonInfo: { msgId: '9' }, type: 2 };
    const sink = decode(
      message('WebcastFansclubMessage', joined),
      message('WebcastFansclubMessage', { ...joined, type: 1 }),
    );
    expect(sink.events).toMatchObject([{ type: 'follow', id: '9', user: XIAOMAN }]);
    expect(sink.ignoredKinds).toEqual(['WebcastFansclubMessage']);
  });

  it.each([
    ['WebcastSocialMessage', { action: '3' }, 'share'],
    ['WebcastSocialMessage', { action: '9' }, 'WebcastSocialMessage'],
    ['WebcastMemberMessage', { action: '12' }, 'WebcastMemberMessage'],
    ['WebcastFansclubMessage', { action: 1 }, 'WebcastFansclubMessage'],
    ['WebcastControlMessage', { action: '3' }, 'WebcastControlMessage'],
    ['WebcastRoomStatsMessage', { displayValue: '5466' }, 'WebcastRoomStatsMessage'],
    ['WebcastEmojiChatMessage', { emojiId: '7' }, 'WebcastEmojiChatMessage'],
  ])('ignores %s %j by name', (method, fields, kind) => {
    expect(decode(message(method, fields))).toMatchObject({ events: [], ignoredKinds: [kind] });
  });

  it('counts a streak of gifts by what each message adds', () => {
    const sink = decode(gift(1), gift(3), gift(3), gift(3, { repeatEnd: 1 }));
    expect(sink.events).toMatchObject([
      { gift: { giftName: '小心心', giftNum: 1, giftValue: 1, totalValue: 1 } },
      { gift: { giftName: '小心心', giftNum: 2, giftValue: 1, totalValue: 2 } },
    ]);
    expect(sink.ignoredKinds).toEqual(['streak', 'streak']);
  });

  it('counts what an end adds where the messages before it were missed', () => {
    expect(counts(decode(gift(9, { repeatEnd: 1 })))).toEqual([9]);
  });

  it('tells streaks apart by group, gift and user', () => {
    const other = { ...USER, id: '95000000002' };
    const sink = decode(
      gift(1),
      gift(1, { groupId: '1700000009999' }),
      gift(1, { giftId: '685' }),
      gift(1, { user: other }),
      gift(2),
    );
    expect(counts(sink)).toEqual([1, 1, 1, 1, 1]);
  });

  it('counts single gifts without a group one by one', () => {
    const ended = { repeatEnd: 1, groupId: undefined };
    const single = { groupId: undefined };
    expect(
      counts(decode(gift(1, single), gift(1, ended), gift(1, single), gift(1, ended))),
    ).toEqual([1, 1]);
  });

  it('counts a gift without streaks by its own count', () => {
    const carnival = { id: '888', name: '嘉年华', diamondCount: 30_000, type: 2 };
    const plain = { gift: carnival, giftId: '888', groupId: undefined, comboCount: undefined };
    const sink = decode(
      gift(2, plain),
      gift(2, plain),
      gift(1, { ...plain, repeatCount: undefined }),
    );
    expect(sink.events).toMatchObject([
      { gift: { giftName: '嘉年华', giftNum: 2, totalValue: 60_000 } },
      { gift: { giftNum: 2 } },
      { gift: { giftNum: 1, totalValue: 30_000 } },
    ]);
  });

  it('names a gift by its id where it has no name', () => {
    expect(decode(gift(1, { gift: undefined })).events).toMatchObject([
      { gift: { giftName: '463', giftValue: 0 } },
    ]);
  });

  it.each([
    [{ id: '111111' }, 'douyin_MS4wLjABAAAA-xiaoman'],
    [{ id: undefined }, 'douyin_MS4wLjABAAAA-xiaoman'],
    [{ id: '111111', secUid: undefined }, 'douyin_小满'],
  ])(
    'identifies a user by sec_uid or name where the number in %j is none or a placeholder',
    (fields, userId) => {
      const chat = message('WebcastChatMessage', { content: '好', user: { ...USER, ...fields } });
      expect(decode(chat).events).toMatchObject([{ user: { userId } }]);
    },
  );

  it('tells the state of the room, and counts the message as ignored under its code', () => {
    const codes: string[] = [];
    const sink = decode();
    const online = { type: 'system', event: 'live_status', code: 'ROOM_ONLINE', live: true };
    new DouyinliveDecoder().decode(JSON.stringify(online), sink, (code) => codes.push(code));
    expect(codes).toEqual(['ROOM_ONLINE']);
    expect(sink.ignoredKinds).toEqual(['ROOM_ONLINE']);
    expect(decode({ type: 'system' }).ignoredKinds).toEqual(['system']);
    const told = ['ROOM_OFFLINE', 'ROOM_STATUS_UNKNOWN', 'ROOM_ONLINE', 'ROOM_ENDED', 'NEW'];
    const rooms = decode(...told.map((code) => ({ ...online, code }))).rooms;
    expect(rooms).toEqual(['ended', 'unknown', 'live', 'ended']);
  });

  it('counts malformed messages', () => {
    const sink = decodeAll(new DouyinliveDecoder(), 'pong', '{"method":', '[]', '"x"', '{}');
    expect(sink.ignoredKinds).toEqual(['pong']);
    expect(sink.problems).toEqual(['not-json', 'not-an-object', 'not-an-object', 'no-method']);
    expect(decode(message('WebcastChatMessage', { user: null, content: '好' })).problems).toEqual([
      'no-user',
    ]);
  });

  it('accounts once for every message, whatever its fields hold', () => {
    const whole = gift(1, { content: '好', action: '1', total: '3' });
    const anyValue = fc.jsonValue();
    const methods = ['Chat', 'Gift', 'Like', 'Member', 'Social', 'Fansclub', 'RoomUserSeq', 'New'];
    const mutated = fc
      .tuple(
        fc.constantFrom(...methods),
        fc.dictionary(fc.constantFrom(...Object.keys(whole)), anyValue),
      )
      .map(([name, fields]) => ({ ...whole, ...fields, method: `Webcast${name}Message` }));
    const decoder = new DouyinliveDecoder();
    fc.assert(
      fc.property(mutated, (frame) => {
        const sink = decodeAll(decoder, JSON.stringify(frame));
        expect(sink.events.length + sink.ignoredKinds.length + sink.problems.length).toBe(1);
      }),
      { numRuns: 500 },
    );
  });
});
