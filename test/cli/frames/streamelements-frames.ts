import { AT, followed, gave, json, said, viewer, type DocumentedSource } from './reported.js';

/** `2025-06-19T11:37:58Z`, in ms. */
const ASTRO_AT = Date.parse('2025-06-19T11:37:58Z');
const ISO = new Date(AT).toISOString();
const BOB_OF_YOUTUBE = viewer('youtube_UC9', 'Bob');

function astro(topic: string, data: object): object {
  return { id: 'x', ts: '2025-06-19T11:37:58Z', type: 'message', topic, data };
}

const YOUTUBE_ACTIVITY = { provider: 'youtube', createdAt: ISO };
const BOB = { username: 'bob', displayName: 'Bob', providerId: 'UC9' };
const ACTIVITY = { provider: 'twitch', createdAt: ISO };
const DEE = { username: 'dee', displayName: 'Dee', providerId: '94' };
const DEE_OF_TWITCH = viewer('twitch_94', 'Dee');
const EVE = viewer('streamelements_Eve', 'Eve');
const TIP = { user: { username: 'Eve' }, message: 'for tea', amount: 4.2, currency: 'USD' };

/** In the shapes of StreamElements/docs, src/content/docs/websockets/topics. */
export const STREAMELEMENTS: DocumentedSource = {
  type: 'streamelements',
  frames: [
    json('subscribed', { type: 'response', nonce: 'x', data: { message: 'ok' } }),
    json(
      'chat of Twitch',
      astro('channel.chat.message', {
        chatter_user_id: '91',
        chatter_user_name: 'Ann',
        message_id: 'm1',
        source_broadcaster_user_id: '',
        badges: [{ set_id: 'subscriber', id: '3012', info: '55' }],
        message: {
          text: 'hello Kappa',
          fragments: [
            { type: 'text', text: 'hello ' },
            { type: 'emote', text: 'Kappa' },
          ],
        },
      }),
      said(viewer('twitch_91', 'Ann', 0, 'subscriber', 55), 'hello', ASTRO_AT),
    ),
    json(
      'Super Chat',
      astro('channel.chat.message', {
        id: 'y1',
        authorDetails: { channelId: 'UC9', displayName: 'Bob' },
        snippet: {
          type: 'superChatEvent',
          publishedAt: ISO,
          superChatDetails: { amountMicros: '5000000', currency: 'USD', userComment: 'yo' },
        },
      }),
      gave(BOB_OF_YOUTUBE, ['Super Chat', 1, 500], AT),
      said(BOB_OF_YOUTUBE, 'yo', AT),
    ),
    json(
      'chat of Kick',
      astro('channel.chat.message', {
        message_id: 'k1',
        sender: { user_id: 93, username: 'Cy' },
        content: 'so [emote:1579033:emojiAstonished] good',
      }),
      said(viewer('kick_93', 'Cy'), 'so good', ASTRO_AT),
    ),
    json(
      'a heart that Twitch draws',
      astro('channel.chat.message', {
        chatter_user_id: '92',
        chatter_user_name: 'Al',
        message_id: 'm2',
        message: {
          text: 'I <3 this Kappa',
          fragments: [
            { type: 'text', text: 'I ', emote: null },
            { type: 'emote', text: '<3', emote: { id: '555555584' } },
            { type: 'text', text: ' this ', emote: null },
            { type: 'emote', text: 'Kappa', emote: { id: '25' } },
          ],
        },
      }),
      said(viewer('twitch_92', 'Al'), 'I <3 this', ASTRO_AT),
    ),
    json(
      'chat of Trovo',
      astro('channel.chat.message', {
        id: '1752852369100763935_1',
        channel_id: '107',
        type: 0,
        created_at: ISO,
        data: {
          emotes: [{ id: 'firedragon!', format: 3 }],
          display_name: 'Tia',
          username: 'tia',
          sender_id: '107380000',
          text: 'hello :D :firedragon! ',
        },
      }),
      said(viewer('trovo_107380000', 'Tia'), 'hello :D', AT),
    ),
    json(
      'a notice of Trovo',
      astro('channel.chat.message', {
        id: '1752852369100763935_2',
        type: 5004,
        data: { display_name: 'Tia', sender_id: '107380000', text: 'has joined' },
      }),
    ),
    json(
      'follow',
      astro('channel.activities', { ...ACTIVITY, type: 'follow', activityId: 'a1', data: DEE }),
      followed(DEE_OF_TWITCH, AT),
    ),
    json(
      'cheer',
      astro('channel.activities', {
        ...ACTIVITY,
        type: 'cheer',
        activityId: 'a2',
        data: { ...DEE, amount: 100 },
      }),
      gave(DEE_OF_TWITCH, ['Bits', 100, 1], AT),
    ),
    json(
      'subscriber',
      astro('channel.activities', {
        ...ACTIVITY,
        type: 'subscriber',
        activityId: 'a3',
        data: { ...DEE, amount: 7, tier: '1000', message: 'again' },
      }),
      gave(DEE_OF_TWITCH, ['Subscription Tier 1', 1, 0], AT),
      said(DEE_OF_TWITCH, 'again', AT),
    ),
    json(
      'tip',
      astro('channel.tips', { donation: TIP, _id: 't1', provider: 'paypal', createdAt: ISO }),
      gave(EVE, ['Tip', 1, 420], AT),
      said(EVE, 'for tea', AT),
    ),
    json(
      'a tip as an activity',
      astro('channel.activities', { ...ACTIVITY, type: 'tip', data: TIP }),
    ),
    ...[
      ['cheerPurchase', 'Bits'],
      ['stars', 'Stars'],
      ['elixir', 'Elixir'],
      ['kicks', 'KICKs'],
      ['jewels', 'Jewels'],
    ].map(([type, name]) =>
      json(
        type!,
        astro('channel.activities', {
          ...ACTIVITY,
          type,
          activityId: `a-${type}`,
          data: { ...DEE, amount: 30, message: 'for you' },
        }),
        gave(DEE_OF_TWITCH, [name!, 30, 1], AT),
        said(DEE_OF_TWITCH, 'for you', AT),
      ),
    ),
    json(
      'supporter',
      astro('channel.activities', { ...ACTIVITY, type: 'supporter', activityId: 'a4', data: DEE }),
      gave(DEE_OF_TWITCH, ['Supporter', 1, 0], AT),
    ),
    json(
      'sponsor',
      astro('channel.activities', {
        ...YOUTUBE_ACTIVITY,
        type: 'sponsor',
        activityId: 'a8',
        data: BOB,
      }),
      gave(BOB_OF_YOUTUBE, ['Membership', 1, 0], AT),
    ),
    json(
      'sponsor who was given it',
      astro('channel.activities', {
        ...YOUTUBE_ACTIVITY,
        type: 'sponsor',
        activityId: 'a9',
        data: { ...BOB, gifted: true, sender: 'Dee' },
      }),
    ),
    // A subscription costs nothing there: docs/overlays/session-data lists it beside `sponsor`.
    json(
      'subscriber of YouTube',
      astro('channel.activities', {
        ...YOUTUBE_ACTIVITY,
        type: 'subscriber',
        activityId: 'a10',
        data: BOB,
      }),
      followed(BOB_OF_YOUTUBE, AT),
    ),
    json(
      'fan',
      astro('channel.activities', { ...ACTIVITY, type: 'fan', activityId: 'a5', data: DEE }),
      followed(DEE_OF_TWITCH, AT),
    ),
    json(
      'purchase',
      astro('channel.activities', {
        ...ACTIVITY,
        type: 'purchase',
        activityId: 'a6',
        data: { ...DEE, amount: 12.5, currency: 'USD' },
      }),
      gave(DEE_OF_TWITCH, ['Merch', 1, 1250], AT),
    ),
    json(
      'redemption',
      astro('channel.activities', {
        ...ACTIVITY,
        type: 'redemption',
        activityId: 'a7',
        data: { ...DEE, message: 'play it' },
      }),
      said(DEE_OF_TWITCH, 'play it', AT),
    ),
    // What the list of activities has besides, and nobody says or gives.
    ...['raid', 'host', 'channelPointsRedemption', 'share', 'videolike', 'hypetrainStart'].map(
      (type) => json(type, astro('channel.activities', { ...ACTIVITY, type, data: DEE })),
    ),
    json('a test', astro('channel.activities', { ...ACTIVITY, isMock: true, data: DEE })),
  ],
};
