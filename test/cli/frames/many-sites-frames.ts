import type { SourceType } from '#platforms';
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

const YOUTUBE = viewer('youtube_UC1', 'Ann');

function ninja(name: string, fields: object, ...reported: Reported[]): DocumentedFrame {
  const ann = { type: 'youtube', chatname: 'Ann', userid: 'UC1', id: 17, chatmessage: '' };
  return json(name, { ...ann, ...fields }, ...reported);
}

const SOCIAL_STREAM_NINJA: DocumentedSource = {
  type: 'social-stream-ninja',
  frames: [
    ninja('chat in HTML', { chatmessage: 'I &lt;3 <b>it</b>' }, said(YOUTUBE, 'I <3 it')),
    ninja('chat as text', { chatmessage: '1 < 2', textonly: true }, said(YOUTUBE, '1 < 2')),
    ninja('joined', { event: 'joined', chatmessage: 'joined' }, entered(YOUTUBE)),
    ninja('liked', { event: 'liked', chatmessage: 'liked' }, liked(YOUTUBE)),
    ninja('followed', { event: 'followed', chatmessage: 'followed' }, followed(YOUTUBE)),
    ninja(
      'a donation without an event',
      { hasDonation: '$5.00', chatmessage: 'for you' },
      gave(YOUTUBE, ['Super Chat', 1, 500]),
      said(YOUTUBE, 'for you'),
    ),
    ninja(
      'a gift',
      { type: 'tiktok', event: 'gift', hasDonation: '300 coins' },
      gave({ ...YOUTUBE, userId: 'tiktok_UC1' }, ['coins', 300, 1]),
    ),
    ninja(
      'a member',
      { event: 'sponsorship', membership: 'MEMBERSHIP' },
      gave(YOUTUBE, ['Subscription', 1, 0]),
    ),
    ninja('viewer_update', { event: 'viewer_update', meta: 100 }, watched(100)),
    ninja(
      'viewer_updates',
      { event: 'viewer_updates', meta: { youtube: 5, kick: 6 } },
      watched(11),
    ),
    ninja('shared', { event: 'shared' }),
  ],
};

const TWITCH = viewer('twitch_501', 'Ann');
const BOT_USER = { id: '501', login: 'ann', name: 'Ann' };

function bot(name: string, fields: object, ...reported: Reported[]): DocumentedFrame {
  const [source, type] = name.split('.');
  const timeStamp = '2023-11-14T17:13:20.0000000-05:00';
  const data = { user: BOT_USER, ...fields };
  return json(name, { timeStamp, event: { source, type }, data }, ...reported);
}

const STREAMERBOT: DocumentedSource = {
  type: 'streamerbot',
  frames: [
    bot('Twitch.ChatMessage', { messageId: 'm-1', text: 'hi' }, said(TWITCH, 'hi', AT)),
    bot(
      'Twitch.Cheer',
      { bits: 100, text: 'Cheer100 nice', messageId: 'c-1' },
      gave(TWITCH, ['Bits', 100, 1], AT),
      said(TWITCH, 'nice', AT),
    ),
    bot('Twitch.Follow', { user_id: '501', user_name: 'Ann' }, followed(TWITCH, AT)),
    bot('Twitch.Sub', { sub_tier: '2000' }, gave(TWITCH, ['Subscription Tier 2', 1, 0], AT)),
    bot(
      'Twitch.GiftBomb',
      { total: 5, sub_tier: '1000' },
      gave(TWITCH, ['Subscription Tier 1', 5, 0], AT),
    ),
    bot('Twitch.GiftSub', { subTier: 1000, fromCommunitySubGift: true }),
    bot('Twitch.ViewerCountUpdate', { viewers: 12 }, watched(12, AT)),
    bot(
      'YouTube.SuperChat',
      { eventId: 'y-1', amount: '$4.99', currencyCode: 'USD', message: 'for you' },
      gave({ ...TWITCH, userId: 'youtube_501' }, ['Super Chat', 1, 499], AT),
      said({ ...TWITCH, userId: 'youtube_501' }, 'for you', AT),
    ),
    bot('Kick.Follow', {}, followed({ ...TWITCH, userId: 'kick_501' }, AT)),
    bot('Twitch.Raid', {}),
    json('Hello', { request: 'Hello', info: {} }),
  ],
};

const COMMENTED = viewer('youtube_UC123', 'Ann');
const COMMENT = { id: 'c1', userId: 'UC123', name: 'Ann', timestamp: AT };

function one(name: string, fields: object, ...reported: Reported[]): DocumentedFrame {
  const comments = [{ service: 'youtube', data: { ...COMMENT, ...fields } }];
  return json(name, { type: 'comments', data: { comments } }, ...reported);
}

const HISTORY = { comments: [{ service: 'youtube', data: { ...COMMENT, comment: 'old' } }] };

const ONECOMME: DocumentedSource = {
  type: 'onecomme',
  frames: [
    json('connected', { type: 'connected', data: HISTORY }),
    json('history', { type: 'comments', data: { ...HISTORY, options: { init: true } } }),
    one('a comment', { comment: 'I &lt;3 this', hasGift: false }, said(COMMENTED, 'I <3 this', AT)),
    one(
      'a Super Chat',
      { hasGift: true, price: 500, unit: '¥', comment: 'for you' },
      gave(COMMENTED, ['Super Chat', 1, 500], AT),
      said(COMMENTED, 'for you', AT),
    ),
    json(
      'a like of TikTok',
      {
        type: 'comments',
        data: {
          comments: [
            { service: 'tiktok', data: { ...COMMENT, giftType: 'like', comment: 'Ann liked it' } },
          ],
        },
      },
      liked({ ...COMMENTED, userId: 'tiktok_UC123' }, AT),
    ),
    json('meta', { type: 'meta', data: {} }),
    json(
      'meta with a viewer',
      { type: 'meta', data: { service: { id: 's1' }, meta: { viewer: 321, isLive: true } } },
      watched(321),
    ),
  ],
};

const PUSHED = viewer('push_u1', 'Ann', 3, 'fans', 2);

function plain(type: string, fields: object, ...reported: Reported[]): DocumentedFrame {
  const user = { id: 'u1', name: 'Ann', level: 3, badge: 'fans', badgeLevel: 2 };
  return json(type, { type, id: 'm1', time: AT, user, ...fields }, ...reported);
}

const PUSH: DocumentedSource = {
  type: 'push',
  frames: [
    plain('comment', { text: 'hello' }, said(PUSHED, 'hello', AT)),
    plain('enter', {}, entered(PUSHED, AT)),
    plain('like', {}, liked(PUSHED, AT)),
    plain(
      'gift',
      { gift: { name: 'Rose', count: 2, unitValue: 10 } },
      gave(PUSHED, ['Rose', 2, 10], AT),
    ),
    plain('follow', {}, followed(PUSHED, AT)),
    plain('viewers', { viewers: 120 }, watched(120, AT)),
    plain('share', {}),
  ],
};

const OWN = viewer('example_u1', 'Ann');
const USER_PATHS = { id: 'user.id', name: 'user.name' };

function own(type: string, fields: object, ...reported: Reported[]): DocumentedFrame {
  const message = { type, id: 'm1', ts: AT, user: { id: 'u1', name: 'Ann' }, ...fields };
  return json(type, { payload: JSON.stringify({ messages: [message] }) }, ...reported);
}

function rule(type: string, event: string, more: object): object {
  return { when: { type }, event, id: 'id', time: 'ts', ...more };
}

const MAPPING = {
  platform: 'example',
  unwrap: ['payload'],
  each: 'payload.messages',
  rules: [
    rule('chat', 'comment', { user: USER_PATHS, text: 'text' }),
    rule('join', 'enter', { user: USER_PATHS }),
    rule('like', 'like', { user: USER_PATHS }),
    rule('gift', 'gift', {
      user: USER_PATHS,
      gift: { name: 'gift.name', count: 'gift.count', unitValue: 'gift.price' },
      combo: { key: 'gift.group', count: 'gift.combo', end: 'gift.end' },
    }),
    rule('follow', 'follow', { user: USER_PATHS }),
    { when: { type: 'stats' }, event: 'viewers', viewers: 'online' },
  ],
};

/** What each transport that is told by a mapping brings, once it has taken its own wrapping off. */
const MESSAGES: readonly DocumentedFrame[] = [
  own('chat', { text: 'hello' }, said(OWN, 'hello', AT)),
  own('join', {}, entered(OWN, AT)),
  own('like', {}, liked(OWN, AT)),
  own(
    'gift',
    { gift: { name: 'Rose', price: 10, group: 's', combo: 2 } },
    gave(OWN, ['Rose', 2, 10], AT),
  ),
  own(
    'gift',
    { gift: { name: 'Rose', price: 10, group: 's', combo: 5, end: true } },
    gave(OWN, ['Rose', 3, 10], AT),
  ),
  own('follow', {}, followed(OWN, AT)),
  own('stats', { online: 120 }, watched(120)),
  own('share', {}),
];

function mapped(type: SourceType, wrap: (text: string) => string): DocumentedSource {
  const frames = MESSAGES.map((message) => ({ ...message, frame: wrap(message.frame.toString()) }));
  return { type, options: { mapping: MAPPING }, frames };
}

const MAPPED: readonly DocumentedSource[] = [
  mapped('websocket', (text) => text),
  mapped('poll', (text) => text),
  mapped('sse', (data) => JSON.stringify({ event: 'message', id: '7', data })),
  mapped('socketio', (text) => `42["event",${text}]`),
];

const MEMBER = viewer('youtube_UC123', 'Ann', 0, 'member', 0);

/** A page of YouTube's list that holds one message. */
function listed(type: string, details: object, ...reported: Reported[]): DocumentedFrame {
  const snippet = { type, publishedAt: new Date(AT).toISOString(), ...details };
  const author = { channelId: 'UC123', displayName: 'Ann', isChatSponsor: true };
  const items = [{ id: `y-${type}`, snippet, authorDetails: author }];
  return json(type, { kind: 'youtube#liveChatMessageListResponse', items }, ...reported);
}

/** In the shapes of developers.google.com/youtube/v3/live/docs/liveChatMessages. */
const YOUTUBE_LIST: DocumentedSource = {
  type: 'youtube',
  frames: [
    listed('textMessageEvent', { displayMessage: 'hi' }, said(MEMBER, 'hi', AT)),
    listed(
      'superChatEvent',
      { superChatDetails: { amountMicros: '5000000', currency: 'USD', userComment: 'yo' } },
      gave(MEMBER, ['Super Chat', 1, 500], AT),
      said(MEMBER, 'yo', AT),
    ),
    listed(
      'superStickerEvent',
      { superStickerDetails: { amountMicros: '200000000', currency: 'JPY' } },
      gave(MEMBER, ['Super Sticker', 1, 200], AT),
    ),
    listed(
      'newSponsorEvent',
      { newSponsorDetails: { memberLevelName: 'Tea', isUpgrade: false } },
      gave(MEMBER, ['Tea', 1, 0], AT),
    ),
    listed(
      'membershipGiftingEvent',
      { membershipGiftingDetails: { giftMembershipsCount: 5, giftMembershipsLevelName: 'Tea' } },
      gave(MEMBER, ['Tea', 5, 0], AT),
    ),
    listed('giftMembershipReceivedEvent', {}),
    listed('messageDeletedEvent', {}),
  ],
};

export const MANY_SITE_SOURCES: readonly DocumentedSource[] = [
  YOUTUBE_LIST,
  SOCIAL_STREAM_NINJA,
  STREAMERBOT,
  ONECOMME,
  PUSH,
  ...MAPPED,
];
