import type { Session } from '#source';
import { decodeAll } from '../testing/recording-sink.js';
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

  it('makes each kind of message its event', () => {
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

  it('takes a gift that counts 0 for one: what adds nothing to a streak is not sent', () => {
    const gift = '"GiftId":9,"GiftName":"嘉年华","GiftCount":0,"DiamondCount":30000,"Combo":false';
    const { events } = decode(frame(5, `${USER},${gift}`));
    expect(events).toMatchObject([
      { gift: { giftName: '嘉年华', giftNum: 1, totalValue: 30_000 } },
    ]);
  });

  it('keeps emotes alone as they were written', () => {
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
