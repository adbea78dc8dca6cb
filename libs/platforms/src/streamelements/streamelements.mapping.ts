import type { AmountSpec, Mapping, MappingRule } from '#source';

const CHAT = { topic: 'channel.chat.message' };
const ACTIVITY = 'channel.activities';
const TWITCH = {
  platform: 'twitch',
  id: 'data.message_id',
  time: 'ts',
  user: {
    id: 'data.chatter_user_id',
    name: 'data.chatter_user_name | data.chatter_user_login',
    badge: { each: 'data.badges', when: { set_id: ['subscriber', 'founder'] }, path: 'set_id' },
    badgeLevel: { each: 'data.badges', when: { set_id: ['subscriber', 'founder'] }, path: 'info' },
    guard: {
      each: 'data.badges',
      when: { set_id: ['subscriber', 'founder'] },
      path: 'set_id',
      table: { subscriber: 1, founder: 1 },
    },
  },
} as const satisfies Partial<MappingRule>;
/** The emote that is written `<3`, which is a word in "I <3 this". */
const HEARTS = ['9', '555555584'];
const YOUTUBE = {
  platform: 'youtube',
  id: 'data.id',
  time: 'data.snippet.publishedAt',
  user: {
    id: 'data.authorDetails.channelId',
    name: 'data.authorDetails.displayName',
    guard: 'data.authorDetails.isChatSponsor',
  },
} as const satisfies Partial<MappingRule>;
/** Trovo's chat, plain and with effects. Other types are its own notices. */
const TROVO_LINE: MappingRule = {
  platform: 'trovo',
  id: 'data.id',
  time: 'data.created_at | ts',
  user: { id: 'data.data.sender_id', name: 'data.data.display_name | data.data.username' },
  when: { ...CHAT, 'data.data.sender_id': { absent: false }, 'data.type': [0, 6, 7, 8, 9, null] },
  event: 'comment',
  text: 'data.data.text',
};
const BY = {
  id: 'data.activityId | data._id',
  time: 'data.createdAt',
  user: {
    id: 'data.data.providerId',
    name: 'data.data.displayName | data.data.username',
  },
} as const satisfies Partial<MappingRule>;
const MONEY: AmountSpec = {
  path: 'data.data.amount',
  money: 'decimal',
  currency: 'data.data.currency',
};

/** Gifts counted in a site's own coins: those of Twitch, Facebook, Trovo, Kick and YouTube. */
const COINS = {
  cheer: 'Bits',
  cheerPurchase: 'Bits',
  stars: 'Stars',
  elixir: 'Elixir',
  kicks: 'KICKs',
  jewels: 'Jewels',
};

/**
 * Messages of StreamElements' Astro: chats as their platforms send them, activities in the channel,
 * and tips. A payment that two topics report is taken from one of them.
 * @see https://github.com/StreamElements/docs src/content/docs/websockets/topics
 */
export function streamElementsMapping({ testEvents = false }: TestTerms = {}): Mapping {
  return {
    platform: 'streamelements',
    platformFrom: 'data.provider',
    rules: [...(testEvents ? [] : TESTS), ...chat(), ...tips(), ...coins(), ...activities()],
  };
}

interface TestTerms {
  readonly testEvents?: boolean;
}

/** Events from StreamElements' emulator, made to test overlays. */
const TESTS: readonly MappingRule[] = [
  { when: { topic: { absent: false }, 'data.isMock': true }, event: 'ignore', as: 'test' },
];

function chat(): readonly MappingRule[] {
  const superChat = (name: string, details: string): MappingRule => ({
    ...YOUTUBE,
    when: { ...CHAT, [`data.snippet.${details}`]: { absent: false } },
    event: 'gift',
    gift: {
      name: { value: name },
      totalValue: {
        path: `data.snippet.${details}.amountMicros`,
        money: 'micros',
        currency: `data.snippet.${details}.currency`,
      },
    },
    text: `data.snippet.${details}.userComment`,
  });
  return [
    // StreamElements' own bot, and messages from other rooms of a shared chat.
    {
      when: { ...CHAT, 'data.chatter_user_login': 'streamelements' },
      event: 'ignore',
      as: 'own-line',
    },
    {
      when: { ...CHAT, 'data.source_broadcaster_user_id': { absent: false } },
      event: 'ignore',
      as: 'other-room',
    },
    // The worth of bits comes as an activity.
    {
      ...TWITCH,
      when: { ...CHAT, 'data.message.fragments.0': { absent: false } },
      event: 'comment',
      text: {
        each: 'data.message.fragments',
        when: { 'emote.id | type': ['text', 'mention', ...HEARTS] },
        path: 'text',
      },
    },
    {
      ...TWITCH,
      when: { ...CHAT, 'data.chatter_user_id': { absent: false } },
      event: 'comment',
      text: 'data.message.text',
    },
    superChat('Super Chat', 'superChatDetails'),
    superChat('Super Sticker', 'superStickerDetails'),
    {
      ...YOUTUBE,
      when: { ...CHAT, 'data.snippet.type': 'textMessageEvent' },
      event: 'comment',
      text: 'data.snippet.displayMessage',
    },
    {
      platform: 'kick',
      id: 'data.message_id',
      time: 'data.created_at | ts',
      user: { id: 'data.sender.user_id', name: 'data.sender.username' },
      when: { ...CHAT, 'data.sender': { absent: false } },
      event: 'comment',
      text: 'data.content',
    },
    TROVO_LINE,
  ];
}

function tips(): readonly MappingRule[] {
  const tip = {
    event: 'gift',
    platform: 'streamelements',
    time: 'data.createdAt',
  } as const satisfies Partial<MappingRule>;
  return [
    {
      ...tip,
      when: { topic: 'channel.tips' },
      id: 'data._id',
      user: { name: { path: 'data.donation.user.username', default: 'Anonymous' } },
      gift: {
        name: { value: 'Tip' },
        totalValue: {
          path: 'data.donation.amount',
          money: 'decimal',
          currency: 'data.donation.currency',
        },
      },
      text: 'data.donation.message',
    },
    // The same payment: it has the same id here.
    {
      ...tip,
      when: { topic: ACTIVITY, 'data.type': 'tip', 'data.data.tipId': { absent: false } },
      id: 'data.data.tipId',
      user: { name: { path: 'data.data.username', default: 'Anonymous' } },
      gift: { name: { value: 'Tip' }, totalValue: MONEY },
      text: 'data.data.message',
    },
    { when: { topic: ACTIVITY, 'data.type': 'tip' }, event: 'ignore', as: 'told-as-tip' },
  ];
}

function of(type: string, more: object = {}): MappingRule['when'] {
  return { topic: ACTIVITY, 'data.type': type, ...more };
}

/** Follows, gifts in coins, and words bought with the channel's points. */
function coins(): readonly MappingRule[] {
  return [
    // A Facebook follow comes as a follower or as a fan.
    {
      ...BY,
      when: { topic: ACTIVITY, 'data.type': ['follow', 'follower', 'fan'] },
      event: 'follow',
    },
    {
      ...BY,
      when: { topic: ACTIVITY, 'data.type': Object.keys(COINS) },
      event: 'gift',
      gift: {
        name: { path: 'data.type', table: COINS },
        count: 'data.data.amount',
        unitValue: { value: 1 },
      },
      text: 'data.data.message',
    },
    // Words bought with StreamElements' points. Those bought with Twitch's own points come in
    // Twitch's chat.
    {
      ...BY,
      when: of('redemption', { 'data.data.message': { absent: false } }),
      event: 'comment',
      text: 'data.data.message',
    },
    {
      ...BY,
      when: of('supporter'),
      event: 'gift',
      gift: { name: { value: 'Supporter' } },
      text: 'data.data.message',
    },
  ];
}

function activities(): readonly MappingRule[] {
  const tiered = {
    path: 'data.data.tier',
    table: {
      prime: 'Subscription Prime',
      1000: 'Subscription Tier 1',
      2000: 'Subscription Tier 2',
      3000: 'Subscription Tier 3',
    },
    default: 'Subscription',
  };
  return [
    {
      ...BY,
      when: of('communityGiftPurchase'),
      event: 'gift',
      gift: { name: tiered, count: 'data.data.amount' },
    },
    // On YouTube a subscription is free, and a membership, here a sponsor, is paid.
    { ...BY, when: of('subscriber', { 'data.provider': 'youtube' }), event: 'follow' },
    // The receiver of one of many gifts pays nothing.
    {
      when: of('subscriber', { 'data.data.gifted': true, 'data.activityGroup': { absent: false } }),
      event: 'ignore',
      as: 'received',
    },
    {
      ...BY,
      when: of('subscriber', { 'data.data.gifted': true }),
      event: 'gift',
      user: { name: { path: 'data.data.sender', default: 'Anonymous' } },
      gift: { name: tiered },
    },
    {
      ...BY,
      when: of('subscriber'),
      event: 'gift',
      gift: { name: tiered },
      text: 'data.data.message',
    },
    // YouTube names the giver of any number of memberships as a purchase.
    { when: of('sponsor', { 'data.data.gifted': true }), event: 'ignore', as: 'received' },
    {
      ...BY,
      when: of('sponsor'),
      event: 'gift',
      gift: { name: { value: 'Membership' } },
      text: 'data.data.message',
    },
    // YouTube's chat reports these, with their words.
    { when: of('superchat'), event: 'ignore', as: 'told-in-chat' },
    {
      ...BY,
      when: { topic: ACTIVITY, 'data.type': ['charityCampaignDonation', 'merch', 'purchase'] },
      event: 'gift',
      user: { ...BY.user, name: { path: BY.user.name, default: 'Anonymous' } },
      gift: {
        name: {
          path: 'data.type',
          table: { charityCampaignDonation: 'Charity', merch: 'Merch', purchase: 'Merch' },
        },
        totalValue: MONEY,
      },
      text: 'data.data.message',
    },
  ];
}
