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
  type DocumentedSource,
} from './reported.js';
import { STREAMELEMENTS } from './streamelements-frames.js';
import { STREAMLABS } from './streamlabs-frames.js';

const ANN_OF_TIKTOK = viewer('tiktok_7001', 'Ann', 12, '', 3);
const TIKTOK_USER = { userId: '7001', uniqueId: 'ann', nickname: 'Ann', gifterLevel: 12 };

function tikfinity(event: string, fields: object): object {
  const about = { ...TIKTOK_USER, teamMemberLevel: 3, msgId: `m-${event}`, createTime: String(AT) };
  return { event, data: { ...about, ...fields } };
}

const ROSE = { giftId: 5655, giftName: 'Rose', diamondCount: 1, giftType: 1, groupId: '17' };

const SUPER_FAN = { displayType: 'ttlive_superFan_commentNotif_someoneBecameSuperFan' };
/** A user as messages have one that are not made flat. */
const NESTED_ANN = { userId: '7001', uniqueId: 'ann', nickname: 'Ann' };
const PLAIN_ANN = viewer('tiktok_7001', 'Ann');
/** What TikTok-Live-Connector makes of messages whose user stands elsewhere. */
const NOT_FLAT = { userId: undefined, uniqueId: undefined, nickname: undefined };

const CHEST = {
  envelopeId: '7500000000000000001',
  businessType: 1,
  sendUserId: '7001',
  sendUserName: 'Ann',
  diamondCount: 500,
};

/** In the shapes of TikTok-Live-Connector's README, and of its 2.5.0 with tiktok-live-proto. */
const TIKFINITY: DocumentedSource = {
  type: 'tikfinity',
  frames: [
    json(
      'chat',
      tikfinity('chat', { comment: 'how are you?' }),
      said(ANN_OF_TIKTOK, 'how are you?', AT),
    ),
    json(
      'a streak',
      tikfinity('gift', { ...ROSE, repeatCount: 2, repeatEnd: false }),
      gave(ANN_OF_TIKTOK, ['Rose', 2, 1], AT),
    ),
    json(
      'its end',
      tikfinity('gift', { ...ROSE, msgId: 'g2', repeatCount: 5, repeatEnd: true }),
      gave(ANN_OF_TIKTOK, ['Rose', 3, 1], AT),
    ),
    json(
      'a gift without streaks',
      tikfinity('gift', {
        giftName: 'Cap',
        msgId: 'g3',
        diamondCount: 99,
        giftType: 2,
        repeatCount: 1,
      }),
      gave(ANN_OF_TIKTOK, ['Cap', 1, 99], AT),
    ),
    json(
      'question',
      tikfinity('questionNew', { questionText: 'why?' }),
      said(ANN_OF_TIKTOK, 'why?', AT),
    ),
    json(
      'a question that is not made flat',
      tikfinity('questionNew', {
        ...NOT_FLAT,
        details: { questionText: 'why not?', user: NESTED_ANN },
      }),
      said(PLAIN_ANN, 'why not?', AT),
    ),
    json(
      'a question of the third schema',
      tikfinity('questionNew', {
        ...NOT_FLAT,
        data: { content: 'when?', user: { id: '7001', displayId: 'ann', nickname: 'Ann' } },
      }),
      said(PLAIN_ANN, 'when?', AT),
    ),
    json(
      'superFan',
      tikfinity('superFan', {
        ...NOT_FLAT,
        content: { ...SUPER_FAN, piecesList: [{ type: 11, userValue: { user: NESTED_ANN } }] },
      }),
      gave(PLAIN_ANN, ['Super Fan', 1, 0], AT),
    ),
    json('subscribe', tikfinity('subscribe', {}), gave(ANN_OF_TIKTOK, ['Subscription', 1, 0], AT)),
    json(
      'a chest',
      tikfinity('envelope', { ...NOT_FLAT, envelopeInfo: CHEST, display: 1 }),
      gave(PLAIN_ANN, ['Treasure Chest', 1, 500], AT),
    ),
    json(
      'a chest that goes',
      tikfinity('envelope', { ...NOT_FLAT, envelopeInfo: CHEST, display: 2 }),
    ),
    json('a chest of old', tikfinity('envelope', { ...NOT_FLAT, coins: 50, canOpen: 1 })),
    json('like', tikfinity('like', { likeCount: 5 }), liked(ANN_OF_TIKTOK, AT)),
    json('member', tikfinity('member', {}), entered(ANN_OF_TIKTOK, AT)),
    json('follow', tikfinity('follow', {}), followed(ANN_OF_TIKTOK, AT)),
    json('share', tikfinity('share', {})),
    json('roomUser', { event: 'roomUser', data: { viewerCount: 320 } }, watched(320)),
  ],
};

const XIAOYU = viewer('bilibili_501', '小雨', 20, '粉丝', 7);
const OF_BILIBILI = {
  uid: 501,
  username: '小雨',
  userLvl: 20,
  medal: { name: '粉丝', level: 7 },
  origin: 25034104,
  timestampNormalized: AT,
};

/** In the shapes of laplace-live/event-types. */
const LAPLACE: DocumentedSource = {
  type: 'laplace',
  frames: [
    json('established', { type: 'established', clientId: 'c-1', version: '4.0.3' }),
    json('ping', { type: 'ping', timestamp: AT }),
    json(
      'message',
      { type: 'message', id: 'l1', idStr: 'l1', message: '你好[dog]', ...OF_BILIBILI },
      said(XIAOYU, '你好', AT),
    ),
    json('from another room', {
      type: 'message',
      id: 'l2',
      message: '好',
      isMirror: true,
      ...OF_BILIBILI,
    }),
    json(
      'gift',
      {
        type: 'gift',
        id: 'l3',
        giftName: '小花花',
        giftAmount: 3,
        coinType: 'gold',
        price: 300,
        priceNormalized: 0.3,
        ...OF_BILIBILI,
      },
      gave(XIAOYU, ['小花花', 3, 100], AT),
    ),
    json(
      'gift that cost nothing',
      {
        type: 'gift',
        id: 'l4',
        giftName: '辣条',
        giftAmount: 1,
        coinType: 'silver',
        price: 100,
        priceNormalized: 0.1,
        ...OF_BILIBILI,
      },
      gave(XIAOYU, ['辣条', 1, 0], AT),
    ),
    json(
      'superchat',
      {
        type: 'superchat',
        id: 'l5',
        message: '加油',
        price: 30,
        priceNormalized: 30,
        ...OF_BILIBILI,
      },
      gave(XIAOYU, ['醒目留言', 1, 30_000], AT),
      said(XIAOYU, '加油', AT),
    ),
    json(
      'toast',
      {
        type: 'toast',
        id: 'l6',
        toastName: '舰长',
        toastAmount: 1,
        priceNormalized: 198,
        ...OF_BILIBILI,
      },
      gave(XIAOYU, ['舰长', 1, 198000], AT),
    ),
    json(
      'enters',
      { type: 'interaction', id: 'l7', action: 1, ...OF_BILIBILI },
      entered(XIAOYU, AT),
    ),
    json(
      'follows',
      { type: 'interaction', id: 'l8', action: 2, ...OF_BILIBILI },
      followed(XIAOYU, AT),
    ),
    json('shares', { type: 'interaction', id: 'l9', action: 3, ...OF_BILIBILI }),
    json('likes', { type: 'like-click', id: 'l10', ...OF_BILIBILI }, liked(XIAOYU, AT)),
    json(
      'online',
      { type: 'online-update', id: 'l11', online: 42, timestampNormalized: AT },
      watched(42, AT),
    ),
  ],
};

const OF_KUAISHOU = viewer('kuaishou_小雨', '小雨');
const ON_XIAOHONGSHU = viewer('xiaohongshu_小雨', '小雨');

function uni(type: string, data: object, platform = 'kuaishou'): object {
  return {
    rid: '3xqwerty',
    platform,
    type,
    data: { name: '小雨', avatar: '', ...data },
  };
}

/** In the shapes of UniBarrage's readme. */
const UNIBARRAGE: DocumentedSource = {
  type: 'unibarrage',
  frames: [
    json('Chat', uni('Chat', { content: '老铁好' }), said(OF_KUAISHOU, '老铁好')),
    json(
      'Gift',
      uni('Gift', { item: '小可爱', num: 2, price: 0.1 }),
      gave(OF_KUAISHOU, ['小可爱', 2, 10]),
    ),
    ...[1, 2, 4].map((num, nth) => {
      const raw = { mergeKey: 'm1', comboCount: num, batchSize: 1 };
      return json(
        `Gift of a streak, up to ${num}`,
        uni('Gift', { item: '玫瑰', num, price: 1, raw }),
        gave(OF_KUAISHOU, ['玫瑰', [1, 1, 2][nth]!, 100]),
      );
    }),
    json(
      'Gift on Bilibili',
      uni('Gift', { item: '小花花', num: 10, price: 1, raw: { coin_type: 'gold' } }, 'bilibili'),
      gave(viewer('bilibili_小雨', '小雨'), ['小花花', 10, 10]),
    ),
    json(
      'Gift on Bilibili that cost nothing',
      uni('Gift', { item: '辣条', num: 5, price: 0.5, raw: { coin_type: 'silver' } }, 'bilibili'),
      gave(viewer('bilibili_小雨', '小雨'), ['辣条', 5, 0]),
    ),
    json(
      'Gift on Douyin',
      uni('Gift', { item: '小心心', num: 3, price: 0.1 * 3 }, 'douyin'),
      gave(viewer('douyin_小雨', '小雨'), ['小心心', 3, 10]),
    ),
    json(
      'Subscribe that is a follow',
      uni('Subscribe', { item: 'follow', num: 1, price: 0 }, 'xiaohongshu'),
      followed(ON_XIAOHONGSHU),
    ),
    json(
      'Subscribe',
      uni('Subscribe', { item: '舰长', num: 1, price: 198 }),
      gave(OF_KUAISHOU, ['舰长', 1, 19_800]),
    ),
    json(
      'SuperChat',
      uni('SuperChat', { content: '加油', price: 30 }),
      gave(OF_KUAISHOU, ['醒目留言', 1, 3000]),
      said(OF_KUAISHOU, '加油'),
    ),
    json('Like', uni('Like', { count: 5 }), liked(OF_KUAISHOU)),
    json('EnterRoom', uni('EnterRoom', {}), entered(OF_KUAISHOU)),
    json('EndLive', uni('EndLive', {})),
  ],
};

function page(type: string, fields: object, platform = 'xiaohongshu'): object {
  return { type, platform, username: '小雨', ...fields };
}

/** In the shapes of 洛曦's userscript. */
const LUOXI: DocumentedSource = {
  type: 'luoxi',
  frames: [
    json('info', { type: 'info', content: 'ws连接成功' }),
    json('comment', page('comment', { content: '多少钱' }), said(ON_XIAOHONGSHU, '多少钱')),
    json(
      'gift on WeChat Channels',
      page('gift', { gift_name: '小心心', price: 0 }, 'weixin'),
      gave(viewer('wechat_小雨', '小雨'), ['小心心', 1, 0]),
    ),
    json('entrance', page('entrance', {}), entered(ON_XIAOHONGSHU)),
    json('follow', page('follow', {}), followed(ON_XIAOHONGSHU)),
    json('like', page('like', {}), liked(ON_XIAOHONGSHU)),
  ],
};

function restream(id: string, source: number, type: number, eventPayload: object): object {
  const payload = { eventIdentifier: id, eventSourceId: source, eventTypeId: type, eventPayload };
  return { action: 'event', timestamp: AT / 1000, payload };
}

const BOB_OF_YOUTUBE = viewer('youtube_UC9', 'Bob');
const BOB = { id: 'UC9', displayName: 'Bob' };

/** In the shapes of developers.restream.io/chat/events. */
const RESTREAM: DocumentedSource = {
  type: 'restream',
  frames: [
    json('heartbeat', { action: 'heartbeat', timestamp: AT / 1000 }),
    json('connection_info', { action: 'connection_info', timestamp: AT / 1000, payload: {} }),
    json(
      'Twitch text',
      restream('e1', 2, 4, {
        author: { id: '91', name: 'ann', displayName: 'Ann' },
        bot: false,
        text: 'hi',
      }),
      said(viewer('twitch_91', 'Ann'), 'hi', AT),
    ),
    json(
      'a bot',
      restream('e2', 2, 4, { author: { id: '1', name: 'bot' }, bot: true, text: 'hi' }),
    ),
    json(
      'Super Chat',
      restream('e3', 13, 7, {
        author: BOB,
        donation: { amount: 5, currency: 'USD' },
        text: 'super',
      }),
      gave(BOB_OF_YOUTUBE, ['Super Chat', 1, 500], AT),
      said(BOB_OF_YOUTUBE, 'super', AT),
    ),
    json(
      'Facebook text of somebody who is not told',
      restream('e4', 20, 11, { author: {}, bot: false, text: 'anyone here' }),
      said(viewer('facebook_Anonymous', 'Anonymous'), 'anyone here', AT),
    ),
    json('relay_accepted', { action: 'relay_accepted', timestamp: AT / 1000, payload: {} }),
  ],
};

const LAO_TIE = viewer('kuaishou_k1', '快手一');

function kuaishou(pushType: string, id: string, ...payload: readonly object[]): object {
  const data = { push_type: pushType, unique_message_id: id, room_code: 'r1', payload };
  return { timestamp: AT, app_id: 'ks1', event: 'INTERACTION_DATA', message_id: `m${id}`, data };
}

const userInfo = { userId: 'k1', userName: '快手一', headUrl: '' };
const ANOTHER = { userId: 'k2', userName: '快手二', headUrl: '' };
const LOVELY = {
  giftId: '1',
  giftName: '小可爱',
  giftCount: 2,
  giftUnitPrice: 10,
  giftTotalPrice: 20,
};

/** In the shapes of scx567888/live-room-watcher, impl/kuaishou. */
const KUAISHOU_WEBHOOK: DocumentedSource = {
  type: 'kuaishou-webhook',
  frames: [
    json(
      'liveComment',
      kuaishou(
        'liveComment',
        '701',
        { userInfo, content: '老铁好' },
        { userInfo: ANOTHER, content: '双击' },
      ),
      said(LAO_TIE, '老铁好', AT),
      said(viewer('kuaishou_k2', '快手二'), '双击', AT),
    ),
    json(
      'giftSend',
      kuaishou('giftSend', '702', { uniqueNo: 'g1', userInfo, ...LOVELY }),
      gave(LAO_TIE, ['小可爱', 2, 10], AT),
    ),
    json('liveLike', kuaishou('liveLike', '703', { userInfo, count: 9 }), liked(LAO_TIE, AT)),
    json('shareSend', kuaishou('shareSend', '704', { userInfo })),
  ],
};

export const TOOL_SOURCES: readonly DocumentedSource[] = [
  TIKFINITY,
  LAPLACE,
  UNIBARRAGE,
  LUOXI,
  RESTREAM,
  STREAMELEMENTS,
  STREAMLABS,
  KUAISHOU_WEBHOOK,
];
