/**
 * A message of Streamer.bot's WebSocket server. Any field may be missing or of another shape;
 * `data` differs in almost every version, so every form that we have seen is read.
 * @see https://docs.streamer.bot/api/websocket
 */
export interface StreamerbotFrame {
  readonly timeStamp: unknown;
  readonly event: { readonly source: unknown; readonly type: unknown };
  readonly data: Partial<StreamerbotData>;
  /** On an answer to a request: its id, and `ok` or `error`. */
  readonly id: unknown;
  readonly status: unknown;
  /** On the greeting, and on an answer to `GetInfo`. */
  readonly info: unknown;
  /** On the greeting: a password is required. */
  readonly authentication: { readonly salt: unknown; readonly challenge: unknown };
}

/** A person: as `data.user`, as `data.message` of an older version, or as fields of `data`. */
export interface StreamerbotPerson {
  readonly id: unknown;
  readonly userId: unknown;
  readonly user_id: unknown;
  readonly name: unknown;
  readonly displayName: unknown;
  readonly user_name: unknown;
  readonly userName: unknown;
  readonly username: unknown;
  readonly login: unknown;
  readonly user_login: unknown;
  readonly badges: unknown;
  readonly subscribed: unknown;
  readonly subscriber: unknown;
  readonly monthsSubscribed: unknown;
  /** On YouTube: a member. */
  readonly isSponsor: unknown;
}

export interface StreamerbotData extends Omit<StreamerbotPerson, 'id'> {
  readonly id: unknown;
  readonly user: unknown;
  /** A text; in older versions an object with the user and the text. */
  readonly message: unknown;
  readonly text: unknown;
  /** The text that was sent with Kicks, in newer versions. */
  readonly rawInput: unknown;
  readonly emotes: unknown;
  readonly messageId: unknown;
  readonly msgId: unknown;
  readonly eventId: unknown;
  readonly publishedAt: unknown;
  readonly followed_at: unknown;
  readonly bits: unknown;
  /** Written in another channel of a shared chat: those viewers do not watch our stream. */
  readonly isFromSharedChatGuest: unknown;
  readonly anonymous: unknown;
  readonly isAnonymous: unknown;
  readonly is_anonymous: unknown;
  /** 1000, 2000 or 3000, or `tier 1`. */
  readonly subTier: unknown;
  readonly sub_tier: unknown;
  readonly tier: unknown;
  readonly isPrime: unknown;
  readonly is_prime: unknown;
  /** Any of these: the gift is part of a gift bomb, which has an event of its own. */
  readonly fromSubBomb: unknown;
  readonly fromGiftBomb: unknown;
  readonly fromCommunitySubGift: unknown;
  /** The id of that bomb, in versions that send none of the above. */
  readonly communityGiftId: unknown;
  /** On a subscription: somebody else pays for it, and is reported as its giver. */
  readonly isGift: unknown;
  readonly is_gift: unknown;
  /** The giver, if there is no `user`. */
  readonly gifter: unknown;
  /** The size of a gift bomb. `totalGifts` is how many its giver has ever given. */
  readonly total: unknown;
  readonly gifts: unknown;
  readonly count: unknown;
  readonly recipients: unknown;
  /** On YouTube: as shown, and in millionths. */
  readonly amount: unknown;
  readonly microAmount: unknown;
  readonly currencyCode: unknown;
  readonly viewers: unknown;
  readonly viewerCount: unknown;
  readonly concurrentViewers: unknown;
  /** Money: of a tip, or of a donation to charity. */
  readonly currency: unknown;
  /** On a reward: the words written with it, its kind, and its price. */
  readonly userInput: unknown;
  readonly user_input: unknown;
  readonly rewardType: unknown;
  readonly reward_type: unknown;
  readonly rewardCost: unknown;
  readonly reward_cost: unknown;
  readonly reward: unknown;
  readonly cost: unknown;
  readonly type: unknown;
  readonly powerUp: unknown;
  readonly customPowerUp: unknown;
  readonly bitsCost: unknown;
  /** Streamer.bot's own line, or one that it was told to say. */
  readonly internal: unknown;
  readonly isInternal: unknown;
  readonly isBot: unknown;
  /** Somebody pressed its button "Test". */
  readonly isTest: unknown;
  readonly is_test: unknown;
  readonly kicks: unknown;
  /** On Trovo: the spell, as a name or a block. */
  readonly spell: unknown;
  readonly gift: unknown;
  /** On a gift for jewels: its price, and the count so far, under one id. */
  readonly jewelsAmount: unknown;
  readonly jewels: unknown;
  readonly comboCount: unknown;
}

/** The events to subscribe to, by platform. */
export const SUBSCRIBED = {
  Twitch: [
    'ChatMessage',
    'Cheer',
    'Follow',
    'Sub',
    'ReSub',
    'GiftSub',
    'GiftBomb',
    'ViewerCountUpdate',
    'RewardRedemption',
    'AutomaticRewardRedemption',
    'PowerUpRedemption',
    'CustomPowerUpRedemption',
    'CharityDonation',
    'WatchStreak',
    'BitsBadgeTier',
    'PrimePaidUpgrade',
    'GiftPaidUpgrade',
    'PayItForward',
  ],
  YouTube: [
    'Message',
    'SuperChat',
    'SuperSticker',
    'NewSponsor',
    'MemberMileStone',
    'MembershipGift',
    'JewelsGifted',
    'NewSubscriber',
    'StatisticsUpdated',
  ],
  Kick: [
    'ChatMessage',
    'Follow',
    'Subscription',
    'Resubscription',
    'GiftSubscription',
    'MassGiftSubscription',
    'KicksGifted',
    // The name in versions that cut "Kick" off the names of Kick's events.
    'sGifted',
    'ViewerCountUpdate',
    'RewardRedemption',
  ],
  Trovo: [
    'ChatMessage',
    'Follow',
    'SpellCast',
    'CustomSpellCast',
    'Subscription',
    'Resubscription',
    'GiftSubscription',
    'MassGiftSubscription',
  ],
  StreamElements: ['Tip', 'Merch'],
  Streamlabs: ['Donation', 'CharityDonation', 'Merchandise'],
  Kofi: ['Donation', 'Subscription', 'Resubscription', 'ShopOrder', 'Commission'],
  TipeeeStream: ['Donation'],
  DonorDrive: ['Donation'],
  Fourthwall: ['Donation', 'SubscriptionPurchased', 'OrderPlaced', 'GiftPurchase'],
  Pallygg: ['CampaignTip'],
  Patreon: ['PledgeCreated'],
  TreatStream: ['Treat'],
  // Orders that were created but not paid are left out.
  Shopify: ['OrderPaid'],
} as const;

type Subscribed = typeof SUBSCRIBED;

/** The name of an event that we subscribe to, and so must understand: `Twitch.ChatMessage`. */
export type SubscribedName = {
  [Source in keyof Subscribed]: `${Source}.${Subscribed[Source][number]}`;
}[keyof Subscribed];
