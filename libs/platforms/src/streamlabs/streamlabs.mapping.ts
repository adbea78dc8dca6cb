import type { AmountSpec, Mapping, MappingRule, UserPaths } from '#source';

/** The kind stands beside the list of messages. */
const KIND = '$.values.0.type';
/** The account of the streamer that it is for. */
const FOR = '$.values.0.for';
const BY = {
  id: '_id | event_id | $.values.0.event_id',
  time: 'createdAt | created_at | publishedAt',
  user: {
    id: 'from_user_id | channelId | subscriber_twitch_id',
    name: { path: 'display_name | name | from', default: 'Anonymous' },
  },
} as const satisfies Partial<MappingRule>;
/** Where `id` is the viewer's, and not that of the event. */
const BY_VIEWER = {
  ...BY,
  user: { ...BY.user, id: 'channelId | id' },
} as const satisfies Partial<MappingRule>;
const GIVER = {
  id: 'gifter_twitch_id',
  name: { path: 'gifter_display_name | gifter | name', default: 'Anonymous' },
} as const satisfies UserPaths;
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

const SUBSCRIBED = {
  ...BY,
  event: 'gift',
  gift: { name: SUBSCRIPTION },
  text: 'message',
} as const satisfies Partial<MappingRule>;

/** Kicks, and subscriptions given to many on Kick, are told by their alerts alone. */
const KICK_ALERT = { [KIND]: 'alertPlaying', [inAlert('platform')]: 'kick_account' };
const BY_ALERT = {
  platform: 'kick',
  id: inAlert('_id'),
  event: 'gift',
} as const satisfies Partial<MappingRule>;

/** The site of an event; donations are Streamlabs' own. */
const SITE = {
  path: FOR,
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
  {
    when: { [KIND]: { absent: false }, [inAlert('repeat')]: true },
    event: 'ignore',
    as: 'repeat',
  },
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
    user: GIVER,
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
    user: GIVER,
    gift: { name: SUBSCRIPTION },
  },
  // On Kick who pays for himself is his own giver.
  {
    ...SUBSCRIBED,
    when: { [KIND]: ['subscription', 'resub'], [FOR]: 'kick_account', gifter: { absent: false } },
    user: GIVER,
  },
  {
    ...SUBSCRIBED,
    ...BY_VIEWER,
    when: { [KIND]: ['subscription', 'resub'], [FOR]: 'youtube_account' },
  },
  { ...SUBSCRIBED, when: { [KIND]: ['subscription', 'resub'] } },
  { ...gift('Pledge', DECIMAL), when: { [KIND]: 'pledge' } },
  // Words bought with the channel's own points.
  {
    ...BY,
    when: { [KIND]: ['loyalty_store_redemption', 'redemption'], message: { absent: false } },
    event: 'comment',
    text: 'message',
  },
  { ...gift('Merch', DECIMAL), when: { [KIND]: 'merch' }, text: 'message' },
  {
    ...BY_VIEWER,
    when: { [KIND]: 'follow', [FOR]: ['twitch_account', 'youtube_account'] },
    event: 'follow',
  },
  { ...BY, when: { [KIND]: 'follow' }, event: 'follow' },
  {
    ...BY_ALERT,
    when: { ...KICK_ALERT, [inAlert('type')]: 'kicks' },
    user: { name: { path: inAlert('name', 'from'), default: 'Anonymous' } },
    gift: { name: { path: inAlert('levelName'), default: 'Kicks' }, unitValue: inAlert('amount') },
    text: 'message.message | message',
  },
  {
    ...BY_ALERT,
    when: { ...KICK_ALERT, [inAlert('type')]: 'communityGift' },
    user: {
      name: { path: inAlert('gifter_display_name', 'gifter', 'name'), default: 'Anonymous' },
    },
    gift: { name: { value: 'Subscription' }, count: inAlert('amount') },
  },
];

/**
 * Messages of Streamlabs' socket: donations, and events on the account's sites.
 * @param testEvents whether test events of the streamer are taken.
 * @see https://dev.streamlabs.com/docs/socket-api
 */
export function streamlabsMapping(testEvents: boolean): Mapping {
  const test: MappingRule = {
    when: { [KIND]: { absent: false }, [inAlert('isTest')]: true },
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

/** Paths to fields of an alert: Streamlabs sends one by itself, or a list of them. */
function inAlert(...fields: readonly string[]): string {
  return [...fields.map((field) => `message.${field}`), ...fields].join(' | ');
}
