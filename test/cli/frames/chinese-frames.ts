import { bilibiliCommands } from '../../support/platforms/bilibili-open.js';
import { blivechatMessage, blivechatText } from '../../support/platforms/blivechat.js';
import { douyuPacket } from '../../support/platforms/douyu.js';
import {
  AT,
  entered,
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

const ANNA = viewer('bilibili_c1f2a3', '安娜', 0, '小猫', 12);
const SECONDS = AT / 1000;

function command(name: string, fields: object, ...reported: Reported[]): DocumentedFrame {
  const user = { open_id: 'c1f2a3', uid: 0, uname: '安娜' };
  const medal = { fans_medal_name: '小猫', fans_medal_level: 12 };
  const data = { ...user, ...medal, msg_id: 'm-1', timestamp: SECONDS, ...fields };
  return { name, frame: bilibiliCommands({ cmd: `LIVE_OPEN_PLATFORM_${name}`, data }), reported };
}

const BILIBILI_OPEN: DocumentedSource = {
  type: 'bilibili-open',
  frames: [
    command('DM', { msg: '多少钱？', dm_type: 0 }, said(ANNA, '多少钱？', AT)),
    command('DM_MIRROR', { msg: '别处' }),
    command('LIVE_ROOM_ENTER', {}, entered(ANNA, AT)),
    command('LIKE', { like_count: 17, like_text: '点赞了' }, liked(ANNA, AT)),
    command(
      'SEND_GIFT',
      { gift_name: '小花花', gift_num: 2, price: 100, r_price: 80, paid: true },
      gave(ANNA, ['小花花', 2, 80], AT),
    ),
    command(
      'GUARD',
      { guard_level: 3, guard_num: 2, guard_unit: '月', price: 138_000 },
      gave(ANNA, ['舰长', 2, 138_000], AT),
    ),
    command(
      'SUPER_CHAT',
      { message: '生日快乐', rmb: 30 },
      gave(ANNA, ['醒目留言', 1, 30_000], AT),
      said(ANNA, '生日快乐', AT),
    ),
    command('SUPER_CHAT_DEL', {}),
    command('LIVE_END', {}),
    command('INTERACTION_END', { game_id: 'g' }),
  ],
};

const BLIVE = viewer('bilibili_c1f2a3', '安娜', 5, '', 0);

function blivechat(name: string, cmd: number, fields: object, ...reported: Reported[]) {
  const user = { authorName: '安娜', uid: 'c1f2a3' };
  const message = { id: 'm-1', timestamp: SECONDS, ...user, ...fields };
  return { name, frame: blivechatMessage(cmd, message), reported };
}

const MEMBER = { ...BLIVE, level: 0 };

const BLIVECHAT: DocumentedSource = {
  type: 'blivechat',
  frames: [
    {
      name: 'ADD_TEXT',
      frame: blivechatText('m-1', '多少钱', ['c1f2a3', '安娜']),
      reported: [said(BLIVE, '多少钱', AT)],
    },
    blivechat(
      'ADD_GIFT',
      3,
      { giftName: '小花花', num: 3, totalCoin: 300 },
      gave(MEMBER, ['小花花', 3, 100], AT),
    ),
    blivechat('ADD_MEMBER', 4, { privilegeType: 3 }, gave(MEMBER, ['舰长', 1, 0], AT)),
    blivechat(
      'ADD_SUPER_CHAT',
      5,
      { price: 30, content: '生日快乐' },
      gave(MEMBER, ['醒目留言', 1, 30_000], AT),
      said(MEMBER, '生日快乐', AT),
    ),
    json('HEARTBEAT', { cmd: 0, data: {} }),
    json('DEL_SUPER_CHAT', { cmd: 6, data: { ids: ['1'] } }),
  ],
};

const WEN = viewer('douyu_9001', '文', 23, '小鱼', 8);
const WEN_STT = 'uid@=9001/nn@=文/level@=23/bnn@=小鱼/bl@=8/';

function stt(name: string, text: string, ...reported: Reported[]): DocumentedFrame {
  return { name, frame: douyuPacket(text), reported };
}

const DOUYU: DocumentedSource = {
  type: 'douyu',
  frames: [
    stt(
      'chatmsg',
      `type@=chatmsg/rid@=42/${WEN_STT}txt@=1@S2@AS/cid@=c-1/cst@=${AT}/`,
      said(WEN, '1/2@S', AT),
    ),
    stt(
      'chatmsg in seconds',
      `type@=chatmsg/rid@=42/${WEN_STT}txt@=好/cid@=c-2/cst@=${SECONDS}/`,
      said(WEN, '好', AT),
    ),
    stt('uenter', `type@=uenter/rid@=42/${WEN_STT}`, entered(WEN)),
    stt('dgb', `type@=dgb/gfid@=824/${WEN_STT}gfcnt@=3/hits@=30/`, gave(WEN, ['824', 3, 0])),
    stt('rss', 'type@=rss/rid@=42/ss@=0/'),
    stt('mrkl', 'type@=mrkl/'),
  ],
};

const LIN = viewer('huya_un12ab', '林', 0, '小鱼', 6);

function notice(name: string, fields: object, ...reported: Reported[]): DocumentedFrame {
  const about = { unionId: 'un12ab', badgeName: '小鱼', fansLevel: 6, nobleLevel: 2 };
  return json(name, { notice: name, data: { ...about, ...fields } }, ...reported);
}

const HUYA_OPEN: DocumentedSource = {
  type: 'huya-open',
  frames: [
    notice('getMessageNotice', { sendNick: '林', content: '多少钱' }, said(LIN, '多少钱')),
    notice('getVipEnterBannerNotice', { userNick: '林' }, entered(LIN)),
    notice('getUserDoButtonLikeNotice', { userNick: '林', likeCount: 30 }, liked(LIN)),
    notice(
      'getSendItemNotice',
      { sendNick: '林', itemName: '虎粮', sendItemCount: 3, sendItemComboHits: 9, totalPay: 30 },
      gave(LIN, ['虎粮', 3, 10]),
    ),
    notice(
      'getOpenNobleNotice',
      { nick: '林', nobleName: '骑士', months: 2, totalPay: 6000 },
      gave(LIN, ['骑士', 2, 3000]),
    ),
    notice('getOpenGuardianNotice', { sendNick: '林' }, gave(LIN, ['守护', 1, 0])),
    notice('getShareLiveNotice', { userNick: '林' }),
    json(
      'a message of an older address',
      { statusCode: 200, data: { sendNick: '林', content: '666' } },
      said(viewer('huya_林', '林'), '666'),
    ),
  ],
};

const WECHAT = viewer('wechat_oABC', '小雨');

function spied(name: string, fields: object, ...reported: Reported[]): DocumentedFrame {
  const about = { msg_time: AT, msg_id: 'f-1', decoded_openid: 'oABC', nickname: '小雨', seq: 7 };
  const live_info = { live_id: 'L1', live_status: 1, online_count: 33 };
  const events = [{ ...about, decoded_type: name, content: '', ...fields }];
  return json(name, { host_info: {}, live_info, events }, ...reported, watched(33));
}

const WXLIVESPY: DocumentedSource = {
  type: 'wxlivespy',
  frames: [
    spied('comment', { content: '多少钱' }, said(WECHAT, '多少钱', AT)),
    spied('enter', {}, entered(WECHAT, AT)),
    spied('like', {}, liked(WECHAT, AT)),
    spied(
      'gift',
      { sec_gift_id: 'g-9', gift_num: 3, gift_value: 30 },
      gave(WECHAT, ['g-9', 3, 10], AT),
    ),
    spied(
      'combogift',
      { sec_gift_id: 'g-8', combo_product_count: 2 },
      gave(WECHAT, ['g-8', 2, 0], AT),
    ),
    spied(
      'combo_gift',
      { sec_gift_id: 'g-8', combo_product_count: 5 },
      gave(WECHAT, ['g-8', 3, 0], AT),
    ),
    spied('levelup', {}),
  ],
};

export const CHINESE_SOURCES: readonly DocumentedSource[] = [
  BILIBILI_OPEN,
  BLIVECHAT,
  DOUYU,
  HUYA_OPEN,
  WXLIVESPY,
];
