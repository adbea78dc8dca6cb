import {
  AT,
  entered,
  followed,
  gave,
  json,
  liked,
  said,
  viewer,
  watched,
  type DocumentedFrame,
  type DocumentedSource,
  type Reported,
} from './reported.js';

const XIAOYU = viewer('douyin_98765432101234567', '小雨', 21, '星光', 7);

/** 64-bit numbers, in JSON in a string, as the program writes them. */
function grabbed(
  name: string,
  type: number,
  fields: string,
  ...reported: Reported[]
): DocumentedFrame {
  const user =
    '"User":{"Id":98765432101234567,"Nickname":"小雨","SecUid":"MS4","PayLevel":21,' +
    '"FansClub":{"ClubName":"星光","Level":7}},"Onwer":{"Id":1,"Nickname":"主播"}';
  const data = `{"MsgId":7411885484794450954,"RoomId":7411866331324058383,${user}${fields}}`;
  return json(name, { Type: type, ProcessName: '直播伴侣', Data: data }, ...reported);
}

const XINKE = viewer('douyin_770001401', '新客');
const BEER = { GiftId: 2002, GiftName: '大啤酒', GroupId: 0, GiftCount: 2, DiamondCount: 2 };

/** The program on the same port whose data is an object, with numbers of its own. */
function helped(
  name: string,
  type: number,
  fields: object,
  ...reported: Reported[]
): DocumentedFrame {
  const User = { Id: 770001401, NickName: '新客', FansClub: { ClubName: '', Level: 0 } };
  return json(name, { Type: type, Data: { MsgId: 7, User, ...fields } }, ...reported);
}

const BARRAGEGRAB: DocumentedSource = {
  type: 'barragegrab',
  frames: [
    grabbed('chat', 1, ',"Content":"这个多少钱"', said(XIAOYU, '这个多少钱')),
    grabbed('like', 2, ',"Count":5,"Total":90,"Content":"小雨 点赞"', liked(XIAOYU)),
    grabbed('enter', 3, ',"CurrentCount":80,"Content":"小雨 来了"', entered(XIAOYU)),
    grabbed('follow', 4, ',"Content":"小雨 关注了主播"', followed(XIAOYU)),
    grabbed(
      'gift',
      5,
      ',"GiftName":"小心心","GiftCount":3,"RepeatCount":9,"DiamondCount":1',
      gave(XIAOYU, ['小心心', 3, 1]),
    ),
    grabbed('stats', 6, ',"OnlineUserCount":1234', watched(1234)),
    grabbed('fan club, joined', 7, ',"Type":2,"Level":1', followed(XIAOYU)),
    grabbed('fan club, a level', 7, ',"Type":1,"Level":8'),
    grabbed('share', 8, ',"ShareType":1'),
    json('end', { Type: 9, Data: '{"User":null}' }),
    helped('enter', 1, {}, entered(XINKE)),
    helped('chat', 3, { Content: '流量呢' }, said(XINKE, '流量呢')),
    helped('gift', 5, BEER, gave(XINKE, ['大啤酒', 2, 2])),
    helped('statistics', 7, { User: null, OnlineUserCount: 3937 }, watched(3937)),
  ],
};

const XIAOMAN = viewer('douyin_95000000001', '小满', 23, '棉花糖', 7);

/** protojson: 64-bit numbers as strings, and nothing that is zero. */
function webcast(kind: string, fields: object, ...reported: Reported[]): DocumentedFrame {
  const method = `Webcast${kind}Message`;
  const common = { method, msgId: '7301885484794450954', createTime: String(AT) };
  const fansClub = { data: { clubName: '棉花糖', level: 7 } };
  const user = { id: '95000000001', nickname: '小满', payGrade: { level: '23' }, fansClub };
  return json(method, { common, user, ...fields, method, livename: '主播' }, ...reported);
}

function webcastGift(repeatCount: string, more: object, ...reported: Reported[]): DocumentedFrame {
  const gift = { id: '463', name: '小心心', diamondCount: 1, type: 1, combo: true };
  const streak = { gift, giftId: '463', repeatCount, comboCount: repeatCount, groupId: '17' };
  return webcast('Gift', { ...streak, ...more }, ...reported);
}

const DOUYINLIVE: DocumentedSource = {
  type: 'douyinlive',
  frames: [
    webcast('Chat', { content: '有货吗', eventTime: '1700000000' }, said(XIAOMAN, '有货吗', AT)),
    webcast('AudioChat', { content: '怎么卖' }, said(XIAOMAN, '怎么卖', AT)),
    webcast('EmojiChat', { defaultContent: '[比心]' }, said(XIAOMAN, '[比心]', AT)),
    webcast('Member', { memberCount: '12', action: '1' }, entered(XIAOMAN, AT)),
    webcast('Like', { count: '15', total: '900' }, liked(XIAOMAN, AT)),
    webcastGift('1', {}, gave(XIAOMAN, ['小心心', 1, 1], AT)),
    webcastGift('3', {}, gave(XIAOMAN, ['小心心', 2, 1], AT)),
    webcastGift('3', { repeatEnd: 1 }),
    webcast('Social', { action: '1', followCount: '40' }, followed(XIAOMAN, AT)),
    webcast('Social', { action: '3' }),
    webcast('Fansclub', { action: 2, content: '恭喜加入粉丝团' }, followed(XIAOMAN, AT)),
    webcast('RoomUserSeq', { user: undefined, total: '5466' }, watched(5466, AT)),
    webcast('RoomStats', { user: undefined, displayValue: '5466' }),
    webcast('Control', { action: '3' }),
    json('live_status', { type: 'system', event: 'live_status', code: 'ROOM_ONLINE' }),
    { name: 'pong', frame: 'pong', reported: [] },
  ],
};

const QINGQING = viewer('douyin_MS4wQing', '青青');

function dycast(kind: string, fields: object, ...reported: Reported[]): DocumentedFrame {
  const method = `Webcast${kind}Message`;
  const user = { id: 'MS4wQing', name: '青青', avatar: '', gender: 2 };
  return json(method, [{ id: '7301885484794450001', method, user, ...fields }], ...reported);
}

function dycastGift(count: string, repeatEnd: number): object {
  return { gift: { id: '463', name: '小心心', price: 1, type: 1, count, repeatEnd } };
}

const DYCAST: DocumentedSource = {
  type: 'dycast',
  frames: [
    json('live info', { roomNum: '123', roomId: '7', nickname: '主播', status: 2 }),
    dycast('Chat', { content: '在吗' }, said(QINGQING, '在吗')),
    dycast('Member', { content: '进入直播间' }, entered(QINGQING)),
    dycast('Like', { content: '为主播点赞了(3)' }, liked(QINGQING)),
    dycast('Gift', dycastGift('1', 0), gave(QINGQING, ['小心心', 1, 1])),
    dycast('Gift', dycastGift('5', 0), gave(QINGQING, ['小心心', 4, 1])),
    dycast('Gift', dycastGift('5', 1)),
    dycast('Social', { content: '关注了主播' }, followed(QINGQING)),
    dycast('Fansclub', { content: '加入了粉丝团' }, followed(QINGQING)),
    dycast('RoomUserSeq', { user: undefined, room: { audienceCount: '512' } }, watched(512)),
    dycast('Control', { user: undefined, room: { status: 4 } }),
  ],
};

const SEC = viewer('douyin_sec-1', '小雨');
const PILL = '28rYzVFNyXEXFC8HI+f/WG+I7a6lfl3OyZZjUS+CVuwCgYZrPrUdytGHu0c=';

function pushed(type: string, fields: object, ...reported: Reported[]): DocumentedFrame {
  const about = { msg_id: '7001', sec_openid: 'sec-1', nickname: '小雨', timestamp: AT };
  const headers = { 'X-Msg-Type': type, 'X-Roomid': '7400000000000000001' };
  return json(type, { headers, body: [{ ...about, ...fields }] }, ...reported);
}

const DOUYIN_WEBHOOK: DocumentedSource = {
  type: 'douyin-webhook',
  frames: [
    pushed('live_comment', { content: '多少钱' }, said(SEC, '多少钱', AT)),
    pushed('live_enter_room', {}, entered(SEC, AT)),
    pushed('live_like', { like_num: 12 }, liked(SEC, AT)),
    pushed(
      'live_gift',
      { sec_gift_id: PILL, gift_num: 3, gift_value: 300 },
      gave(SEC, ['能力药丸', 3, 100], AT),
    ),
    pushed('live_follow', { user_follow_action: 1 }, followed(SEC, AT)),
    pushed(
      'live_fansclub',
      { fansclub_reason_type: 2, fansclub_level: 1 },
      followed({ ...SEC, badgeLevel: 1 }, AT),
    ),
  ],
};

export const DOUYIN_SOURCES: readonly DocumentedSource[] = [
  BARRAGEGRAB,
  DOUYINLIVE,
  DYCAST,
  DOUYIN_WEBHOOK,
];
