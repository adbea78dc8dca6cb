import type { AmountSpec, Mapping, MappingRule } from '#source';

/** The kind stands beside the list of messages. */
const KIND = '$.values.0.type';
const BY = {
  id: '_id | event_id | $.values.0.event_id',
  time: 'createdAt | created_at',
  user: {
    id: 'from_user_id | channelId',
    name: { path: 'display_name | name | from', default: 'Anonymous' },
  },
} as const satisfies Partial<MappingRule>;
const DECIMAL: AmountSpec = { path: 'amount', money: 'decimal', currency: 'currency' };
const MICROS: AmountSpec = { path: 'amount', money: 'micros', currency: 'currency' };

const SUBSCRIPTION = {
  path: 'sub_plan',
  table: {
    Prime: 'Subscription Prime',
    1000: 'Subscription Tier 1',
    2000: 'Subscription Tier 2',
    3000: 'Subscription Tier 3',
  },
  default: 'Subscription',
};

/** The site of an event; donations are Streamlabs' own. */
const SITE = {
  path: '$.values.0.for',
  table: {
    twitch_account: 'twitch',
    youtube_account: 'youtube',
    facebook_account: 'facebook',
    trovo_account: 'trovo',
    kick_account: 'kick',
    tiktok_account: 'tiktok',
  },
};

const RULES: readonly MappingRule[] = [
  // An alert that the streamer replays.
  { when: { [KIND]: { absent: false }, repeat: true }, event: 'ignore', as: 'repeat' },
  { ...gift('donation', DECIMAL), when: { [KIND]: 'donation' }, text: 'message' },
  {
    ...gift('Charity', DECIMAL),
    when: {
      [KIND]: [
        'streamlabscharitydonation',
        'charitydonation',
        'justgivingdonation',
        'tiltifydonation',
        'treat',
        'eldonation',
      ],
    },
    text: 'message',
  },
  { ...gift('Super Chat', MICROS), when: { [KIND]: 'superchat' }, text: 'comment' },
  { ...gift('Super Sticker', MICROS), when: { [KIND]: 'supersticker' } },
  {
    ...BY,
    when: { [KIND]: 'bits' },
    event: 'gift',
    gift: { name: { value: 'Bits' }, count: 'amount', unitValue: { value: 1 } },
    text: 'message',
  },
  {
    ...BY,
    when: { [KIND]: 'stars' },
    event: 'gift',
    gift: { name: { value: 'Stars' }, count: 'amount', unitValue: { value: 1 } },
    text: 'message',
  },
  // YouTube names the giver with the number, and then each who receives one, under the same kind.
  {
    when: {
      [KIND]: 'membershipGift',
      youtubeMembershipGiftId: { absent: false },
      'amount | giftMembershipsCount': null,
    },
    event: 'ignore',
    as: 'received',
  },
  {
    ...BY,
    when: { [KIND]: ['subMysteryGift', 'membershipGift', 'membershipGiftStart'] },
    event: 'gift',
    user: { name: { path: 'gifter_display_name | gifter | name', default: 'Anonymous' } },
    gift: { name: SUBSCRIPTION, count: 'amount | giftMembershipsCount' },
  },
  // The receiver of a subscription pays nothing; a single one is its giver's.
  {
    ...BY,
    when: {
      [KIND]: ['subscription', 'resub'],
      sub_type: 'subgift',
      'gifter | gifter_display_name': { absent: false },
    },
    event: 'gift',
    user: { name: 'gifter_display_name | gifter' },
    gift: { name: SUBSCRIPTION },
  },
  {
    ...BY,
    when: { [KIND]: ['subscription', 'resub'] },
    event: 'gift',
    gift: { name: SUBSCRIPTION },
    text: 'message',
  },
  { ...gift('Pledge', DECIMAL), when: { [KIND]: 'pledge' } },
  // Words bought with the channel's own points.
  {
    ...BY,
    when: { [KIND]: ['loyalty_store_redemption', 'redemption'], message: { absent: false } },
    event: 'comment',
    text: 'message',
  },
  { ...gift('Merch', DECIMAL), when: { [KIND]: 'merch' }, text: 'message' },
  { ...BY, when: { [KIND]: 'follow' }, event: 'follow' },
];

/**
 * Messages of Streamlabs' socket: donations, and events on the account's sites.
 * @param testEvents whether test events of the streamer are taken.
 * @see https://dev.streamlabs.com/docs/socket-api
 */
export function streamlabsMapping(testEvents: boolean): Mapping {
  const test: MappingRule = {
    when: { [KIND]: { absent: false }, isTest: true },
    event: 'ignore',
    as: 'test',
  };
  return {
    platform: 'streamlabs',
    platformFrom: SITE,
    each: 'message',
    rules: testEvents ? RULES : [test, ...RULES],
  };
}

function gift(name: string, totalValue: AmountSpec): Partial<MappingRule> & { event: 'gift' } {
  return { ...BY, event: 'gift', gift: { name: { value: name }, totalValue } };
}
