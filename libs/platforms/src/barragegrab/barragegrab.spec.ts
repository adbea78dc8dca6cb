import type { Session } from '#source';
import { decodeAll } from '../../../../test/support/recording-sink.js';
import { barragegrab } from './barragegrab.definition.js';
import { BarragegrabOptions } from './barragegrab.options.js';

const OPTIONS = new BarragegrabOptions();
const USER =
  '"User":{"Id":98765432101234567,"ShortId":0,"Nickname":"小雨","SecUid":"MS4wAbc","PayLevel":21,' +
  '"FansClub":{"ClubName":"星光","Level":7}}';
const VIEWER = {
  userId: 'douyin_98765432101234567',
  name: '小雨',
  level: 21,
  badge: '星光',
  badgeLevel: 7,
};

/** A message as the tool writes it: 64-bit numbers in JSON in a string. */
function frame(type: number, fields: string): string {
  const data = `{"MsgId":7411885484794450954,"RoomId":7411866331324058383,${fields}}`;
  return JSON.stringify({ Type: type, ProcessName: '直播伴侣', Data: data });
}

function decode(...frames: readonly string[]): ReturnType<typeof decodeAll> {
  return decodeAll(barragegrab.decoder(OPTIONS), ...frames);
}

describe('barragegrab', () => {
  it('keeps every digit of the ids of neighbouring messages', () => {
    const first = frame(1, `${USER},"Content":"一"`);
    const second = first.replace('450954', '450955');
    expect(decode(first, second).events.map(({ id }) => id)).toEqual([
      '7411885484794450954',
      '7411885484794450955',
    ]);
  });

  it('maps each kind of message to its event', () => {
    const gift = '"GiftId":463,"GiftName":"小心心","GiftCount":3,"RepeatCount":9,"DiamondCount":1';
    const { events, problems } = decode(
      frame(1, `${USER},"Content":"这个多少钱[赞]"`),
      frame(2, `${USER},"Content":"小雨 为主播点了3个赞","Count":3`),
      frame(3, `${USER},"Content":"小雨 来了","CurrentCount":80`),
      frame(4, `${USER},"Content":"小雨 关注了主播"`),
      frame(5, `${USER},${gift}`),
      frame(6, '"OnlineUserCount":1234'),
      frame(7, `${USER},"Type":2,"Level":1`),
    );
    const common = { id: '7411885484794450954', timestamp: undefined };
    expect(problems).toEqual([]);
    expect(events).toEqual([
      { ...common, type: 'comment', user: VIEWER, text: '这个多少钱' },
      { ...common, type: 'like', user: VIEWER },
      { ...common, type: 'enter', user: VIEWER },
      { ...common, type: 'follow', user: VIEWER },
      {
        ...common,
        type: 'gift',
        user: VIEWER,
        gift: { giftName: '小心心', giftNum: 3, giftValue: 1, totalValue: 3 },
      },
      { ...common, type: 'viewers', numberOfViewers: 1234 },
      { ...common, type: 'follow', user: VIEWER },
    ]);
  });

  it('counts a gift of count 0 as one, since the tool sends no message without an increase', () => {
    const gift = '"GiftId":9,"GiftName":"嘉年华","GiftCount":0,"DiamondCount":30000,"Combo":false';
    const { events } = decode(frame(5, `${USER},${gift}`));
    expect(events).toMatchObject([
      { gift: { giftName: '嘉年华', giftNum: 1, totalValue: 30_000 } },
    ]);
  });

  it('keeps a text of emotes alone as it was written', () => {
    const { events } = decode(frame(1, `${USER},"Content":"[赞][赞]"`));
    expect(events).toMatchObject([{ text: '[赞][赞]' }]);
  });

  it('tells viewers with a hidden id apart', () => {
    const hidden = USER.replace('98765432101234567', '111111');
    const { events } = decode(frame(1, `${hidden},"Content":"一"`));
    expect(events).toMatchObject([{ user: { userId: 'douyin_MS4wAbc' } }]);
  });

  it('ignores levels in the fan club, shares, and the end', () => {
    const { events, ignoredKinds, problems } = decode(
      frame(7, `${USER},"Type":1,"Level":8`),
      frame(8, `${USER},"ShareType":1`),
      frame(9, '"User":null'),
    );
    expect([events, problems]).toEqual([[], []]);
    expect(ignoredKinds).toEqual(['7', '8', '9']);
  });

  it.each([
    ['[红色]还有吗', '[红色]还有吗'],
    ['好看[不失礼貌的微笑]', '好看'],
  ])('removes the emotes of Douyin from %s, and no words in brackets', (content, text) => {
    const { events } = decode(frame(1, `${USER},"Content":"${content}"`));
    expect(events).toMatchObject([{ text }]);
  });

  it('sends no frame: the tool would take it for a command', () => {
    const protocol = barragegrab.protocol!(OPTIONS);
    const called: string[] = [];
    const session: Session = {
      send: () => called.push('send'),
      ready: () => called.push('ready'),
      reconnect: () => called.push('reconnect'),
      replaceBy: () => called.push('replace'),
    };
    protocol.open!(session);
    expect(called).toEqual(['ready']);
    expect(protocol.heartbeat).toBeUndefined();
    expect(protocol.connectTo(new AbortController().signal)).toMatchObject({
      url: 'ws://127.0.0.1:8888',
    });
  });
});

describe('barragegrab with BarrageGrab of wushuaihua520', () => {
  const MEMBER = {
    Id: 770001401,
    NickName: '新客',
    PayLevel: 19,
    SecUid: 'MS4w',
    FansClub: { ClubName: '茶友', Level: 3 },
  };
  const user = {
    userId: 'douyin_770001401',
    name: '新客',
    level: 19,
    badge: '茶友',
    badgeLevel: 3,
  };

  function helped(type: number, fields: object, who: object | null = MEMBER): string {
    const data = { MsgId: 7640118822401, User: who, Content: '新客 来了', RoomId: 1, ...fields };
    return JSON.stringify({ Type: type, Data: data });
  }

  it('maps each kind of message to its event, by its own numbers', () => {
    const { events, ignoredKinds, problems } = decode(
      helped(1, { MemberCount: 64 }),
      helped(2, {}),
      helped(3, { Content: '流量呢[赞]' }),
      helped(4, { Count: 5, Total: 9 }),
      helped(6, {}),
      helped(7, { OnlineUserCount: 3937, TotalUserCount: 269_277 }, null),
      helped(8, { Content: '直播已结束' }, null),
      helped(9, { Type: 2, Level: 1 }),
      helped(9, { Type: 1, Level: 4 }),
    );
    expect(problems).toEqual([]);
    expect(events).toMatchObject([
      { type: 'enter', id: '7640118822401', user },
      { type: 'follow', user },
      { type: 'comment', user, text: '流量呢' },
      { type: 'like', user },
      { type: 'viewers', numberOfViewers: 3937 },
      { type: 'follow', user },
    ]);
    expect(ignoredKinds).toEqual(['6', '8', '9']);
  });

  it.each([
    ['GiftCount alone', (running: number) => ({ GiftCount: running, RepeatCount: 0 })],
    ['both', (running: number) => ({ GiftCount: running, RepeatCount: running })],
    ['RepeatCount', (running: number) => ({ GiftCount: 1, RepeatCount: running })],
  ])('counts a streak once by its running count in %s', (_, counts) => {
    const beer = { GiftId: 2002, GiftName: '大啤酒', GroupId: 0, DiamondCount: 2 };
    const sink = decode(...[1, 3, 3, 4].map((n) => helped(5, { ...beer, ...counts(n) })));
    const gift = { giftName: '大啤酒', giftValue: 2 };
    expect(sink.events).toMatchObject([
      { user, gift: { ...gift, giftNum: 1, totalValue: 2 } },
      { gift: { ...gift, giftNum: 2, totalValue: 4 } },
      { gift: { ...gift, giftNum: 1, totalValue: 2 } },
    ]);
    expect(sink.ignoredKinds).toEqual(['streak']);
  });

  it('tells viewers with a hidden id apart', () => {
    const { events } = decode(helped(3, { Content: '一' }, { ...MEMBER, Id: 111111 }));
    expect(events).toMatchObject([{ user: { userId: 'douyin_MS4w' } }]);
  });

  it('recognises a fork of the first program that writes its data as an object', () => {
    const data = { MsgId: 1, User: { Id: 5, Nickname: '甲' }, Content: '在吗' };
    const stats = { MsgId: 2, User: null, Onwer: {}, OnlineUserCount: 8 };
    const { events } = decode(
      JSON.stringify({ Type: 1, Data: data }),
      JSON.stringify({ Type: 6, Data: stats }),
    );
    expect(events).toMatchObject([
      { type: 'comment', user: { userId: 'douyin_5' }, text: '在吗' },
      { type: 'viewers', numberOfViewers: 8 },
    ]);
  });
});
