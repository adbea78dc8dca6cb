import { eventsubNotification } from '../../support/platforms/twitch-eventsub.js';
import { pusherEvent } from '../../support/platforms/kick.js';
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

const CREATED = '2023-11-14T22:13:20Z';
const MIRA = viewer('twitch_77', 'Mira', 0, 'subscriber', 8);

function line(command: string, tags: string, text: string, ...reported: Reported[]) {
  const head = `@badge-info=subscriber/8;display-name=Mira;emotes=;id=m-1;room-id=11;tmi-sent-ts=${AT};user-id=77`;
  const words = text === '' ? '' : ` :${text}`;
  const frame = `${head}${tags} :mira!mira@mira.tmi.twitch.tv ${command} #shop${words}`;
  return { name: `${command} ${tags}`, frame, reported };
}

function usernotice(tags: string, ...reported: Reported[]): DocumentedFrame {
  return line('USERNOTICE', `;${tags};msg-param-sub-plan=1000`, '', ...reported);
}

const TIER_1 = 'Subscription Tier 1';

const TWITCH_IRC: DocumentedSource = {
  type: 'twitch-irc',
  frames: [
    line('PRIVMSG', '', 'is it in stock?', said(MIRA, 'is it in stock?', AT)),
    line(
      'PRIVMSG',
      ';bits=100',
      'Cheer100 well done',
      gave(MIRA, ['Bits', 100, 1], AT),
      said(MIRA, 'well done', AT),
    ),
    {
      name: 'JOIN',
      frame: ':ana!ana@ana.tmi.twitch.tv JOIN #shop',
      reported: [entered(viewer('twitch_ana', 'ana'))],
    },
    usernotice('msg-id=sub', gave(MIRA, [TIER_1, 1, 0], AT)),
    line(
      'USERNOTICE',
      ';msg-id=resub;msg-param-sub-plan=Prime',
      'one year',
      gave(MIRA, ['Subscription Prime', 1, 0], AT),
      said(MIRA, 'one year', AT),
    ),
    usernotice(
      'msg-id=submysterygift;msg-param-mass-gift-count=2;msg-param-origin-id=o-1',
      gave(MIRA, [TIER_1, 2, 0], AT),
    ),
    usernotice('msg-id=subgift;msg-param-origin-id=o-1;msg-param-recipient-id=5'),
    usernotice('msg-id=subgift;msg-param-origin-id=o-1;msg-param-recipient-id=6'),
    usernotice(
      'msg-id=subgift;msg-param-origin-id=o-2;msg-param-recipient-id=7',
      gave(MIRA, [TIER_1, 1, 0], AT),
    ),
    usernotice('msg-id=raid;msg-param-viewerCount=9'),
    { name: 'PING', frame: 'PING :tmi.twitch.tv', reported: [] },
  ],
};

const NOA = viewer('twitch_77', 'Noa');

function notified(type: string, event: object, ...reported: Reported[]): DocumentedFrame {
  const user = { user_id: '77', user_login: 'noa', user_name: 'Noa', broadcaster_user_id: '1' };
  const frame = JSON.parse(eventsubNotification(type, 'n-1', { ...user, ...event }));
  frame.metadata.message_timestamp = '2023-11-14T22:13:20.000000000Z';
  return json(type, frame, ...reported);
}

const TWITCH_EVENTSUB: DocumentedSource = {
  type: 'twitch-eventsub',
  frames: [
    notified(
      'channel.chat.message',
      {
        chatter_user_id: '77',
        chatter_user_name: 'Noa',
        message_id: 'm-1',
        badges: [{ set_id: 'subscriber', id: '12', info: '16' }],
        cheer: { bits: 100 },
        message: {
          text: 'Cheer100 hi',
          fragments: [
            { type: 'cheermote', text: 'Cheer100' },
            { type: 'text', text: ' hi' },
          ],
        },
      },
      gave({ ...NOA, badge: 'subscriber', badgeLevel: 16 }, ['Bits', 100, 1], AT),
      said({ ...NOA, badge: 'subscriber', badgeLevel: 16 }, 'hi', AT),
    ),
    // The message above has told of this payment.
    notified('channel.cheer', { bits: 100, message: 'Cheer100 hi' }),
    notified('channel.follow', { followed_at: CREATED }, followed(NOA, AT)),
    notified('channel.subscribe', { tier: '1000', is_gift: false }, gave(NOA, [TIER_1, 1, 0], AT)),
    notified(
      'channel.subscription.gift',
      { tier: '2000', total: 2 },
      gave(NOA, ['Subscription Tier 2', 2, 0], AT),
    ),
    notified('channel.subscribe', { user_id: '5', tier: '2000', is_gift: true }),
    notified('channel.subscribe', { user_id: '6', tier: '2000', is_gift: true }),
    notified(
      'channel.subscription.message',
      { tier: '1000', cumulative_months: 15, message: { text: 'a year!', emotes: null } },
      // channel.subscribe above has told of this payment.
      said({ ...NOA, badge: 'subscriber', badgeLevel: 15 }, 'a year!', AT),
    ),
    notified(
      'channel.bits.use',
      { user_id: '78', user_login: 'bo', user_name: 'Bo', bits: 50, type: 'combo' },
      gave(viewer('twitch_78', 'Bo'), ['Bits', 50, 1], AT),
    ),
    notified(
      'channel.charity_campaign.donate',
      { amount: { value: 500, decimal_places: 2, currency: 'USD' } },
      gave(NOA, ['Charity Donation', 1, 500], AT),
    ),
    notified(
      'channel.chat.notification',
      {
        chatter_user_id: '77',
        chatter_user_name: 'Noa',
        message_id: 'm-2',
        notice_type: 'watch_streak',
        message: { text: 'five in a row', fragments: [{ type: 'text', text: 'five in a row' }] },
      },
      said(NOA, 'five in a row', AT),
    ),
    ...['custom_reward', 'automatic_reward'].map((reward, at) =>
      notified(
        `channel.channel_points_${reward}_redemption.add`,
        { user_input: `please ${at}` },
        said(NOA, `please ${at}`, AT),
      ),
    ),
    notified(
      'channel.custom_power_up_redemption.add',
      { user_input: 'louder' },
      said(NOA, 'louder', AT),
    ),
    json('session_keepalive', { metadata: { message_type: 'session_keepalive' }, payload: {} }),
  ],
};

const ANN = viewer('kick_501', 'Ann');
const SENDER = { id: 501, username: 'Ann', identity: { badges: [] } };

function pusher(name: string, event: object, ...reported: Reported[]): DocumentedFrame {
  return { name, frame: pusherEvent(name, event, 'chatrooms.77.v2'), reported };
}

const KICK: DocumentedSource = {
  type: 'kick',
  frames: [
    pusher(
      'App\\Events\\ChatMessageEvent',
      { id: 'c-1', content: 'new? [emote:1:KEKW]', created_at: CREATED, sender: SENDER },
      said(ANN, 'new?', AT),
    ),
    pusher(
      'App\\Events\\SubscriptionEvent',
      { chatroom_id: 77, username: 'Ann', months: 12 },
      gave(viewer('kick_Ann', 'Ann'), ['Subscription', 1, 0]),
    ),
    pusher(
      'App\\Events\\GiftedSubscriptionsEvent',
      { chatroom_id: 77, gifter_username: 'Bo', gifted_usernames: ['x', 'y'] },
      gave(viewer('kick_Bo', 'Bo'), ['Subscription', 2, 0]),
    ),
    pusher(
      'KicksGifted',
      {
        gift_transaction_id: 't-1',
        message: 'for you',
        sender: SENDER,
        gift: { name: 'Pack It Up', amount: 1000 },
        created_at: CREATED,
      },
      gave(ANN, ['Pack It Up', 1, 1000], AT),
      said(ANN, 'for you', AT),
    ),
    pusher(
      'RewardRedeemedEvent',
      { reward_title: 'ask', user_id: 501, username: 'Ann', user_input: 'in blue?' },
      said(ANN, 'in blue?'),
    ),
    pusher('App\\Events\\UserBannedEvent', {}),
    pusher('pusher:pong', {}),
  ],
};

function webhook(type: string, body: object, ...reported: Reported[]): DocumentedFrame {
  const headers = {
    'Kick-Event-Message-Id': '01MSG',
    'Kick-Event-Message-Timestamp': CREATED,
    'Kick-Event-Type': type,
  };
  return json(type, { headers, body }, ...reported);
}

const PAYER = { is_anonymous: false, user_id: 501, username: 'Ann', identity: null };

const KICK_WEBHOOK: DocumentedSource = {
  type: 'kick-webhook',
  frames: [
    webhook(
      'chat.message.sent',
      { message_id: 'm-1', sender: PAYER, content: 'new?', created_at: CREATED },
      said(ANN, 'new?', AT),
    ),
    webhook('channel.followed', { follower: PAYER }, followed(ANN, AT)),
    webhook(
      'channel.subscription.new',
      { subscriber: PAYER, duration: 1 },
      gave(ANN, ['Subscription', 1, 0], AT),
    ),
    webhook(
      'channel.subscription.renewal',
      { subscriber: PAYER, duration: 9 },
      gave(ANN, ['Subscription', 1, 0], AT),
    ),
    webhook(
      'channel.subscription.gifts',
      { gifter: PAYER, giftees: [{}, {}] },
      gave(ANN, ['Subscription', 2, 0], AT),
    ),
    webhook(
      'kicks.gifted',
      { sender: PAYER, gift: { name: 'Rage Quit', amount: 500, message: 'w' } },
      gave(ANN, ['Rage Quit', 1, 500], AT),
      said(ANN, 'w', AT),
    ),
    webhook('livestream.status.updated', { is_live: true }),
  ],
};

const EULER = viewer('tiktok_6900000000000000001', 'Ann');

const EULER_USER = { userId: '6900000000000000001', uniqueId: 'ann', nickname: 'Ann' };

function euler(name: string, fields: object, ...reported: Reported[]): DocumentedFrame {
  const user = EULER_USER;
  const common = { msgId: '7400000000000000001', createTime: String(AT) };
  const type = `Webcast${name}Message`;
  return json(
    type,
    { timestamp: AT, messages: [{ type, data: { common, user, ...fields } }] },
    ...reported,
  );
}

const ROSE = { giftName: 'Rose', diamondCount: 1, giftType: 1 };

const TIKTOK_EULER: DocumentedSource = {
  type: 'tiktok-euler',
  frames: [
    euler('Chat', { comment: 'hello' }, said(EULER, 'hello', AT)),
    euler('Chat', { content: 'hello' }, said(EULER, 'hello', AT)),
    euler(
      'QuestionNew',
      { user: undefined, details: { questionText: 'in red?', user: EULER_USER } },
      said(EULER, 'in red?', AT),
    ),
    euler('Member', { action: 1 }, entered(EULER, AT)),
    euler('Like', { likeCount: 15, totalLikeCount: 900 }, liked(EULER, AT)),
    // Gifts often have no message id.
    euler(
      'Gift',
      { common: undefined, giftDetails: ROSE, groupId: '1', repeatCount: '1', repeatEnd: 0 },
      gave(EULER, ['Rose', 1, 1]),
    ),
    euler(
      'Gift',
      { common: undefined, giftDetails: ROSE, groupId: '1', repeatCount: 4, repeatEnd: false },
      gave(EULER, ['Rose', 3, 1]),
    ),
    euler('Gift', {
      common: undefined,
      giftDetails: ROSE,
      groupId: '1',
      repeatCount: 4,
      repeatEnd: 1,
    }),
    euler(
      'Gift',
      {
        gift: { id: '5', name: 'Lion', diamondCount: 29_999, type: 2 },
        repeatCount: 1,
        repeatEnd: 1,
      },
      gave(EULER, ['Lion', 1, 29_999], AT),
    ),
    euler('Social', { action: 1 }, followed(EULER, AT)),
    euler('Social', { action: 3 }),
    euler('SubNotify', {}, gave(EULER, ['Subscription', 1, 0], AT)),
    euler('RoomUserSeq', { user: undefined, viewerCount: 321 }, watched(321, AT)),
    euler('Control', { user: undefined, action: 3 }),
  ],
};

export const WESTERN_SOURCES: readonly DocumentedSource[] = [
  TWITCH_IRC,
  TWITCH_EVENTSUB,
  KICK,
  KICK_WEBHOOK,
  TIKTOK_EULER,
];
