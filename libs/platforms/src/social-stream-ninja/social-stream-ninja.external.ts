/**
 * A message of Social Stream Ninja: one flat object, with the fields that we read. Any may be
 * missing or of another shape.
 * @see https://socialstream.ninja/docs/event-reference.html
 */
export interface NinjaMessage {
  /** The site: `youtube`, `twitch`, … */
  readonly type: unknown;
  readonly chatname: unknown;
  readonly userid: unknown;
  /** HTML, unless `textonly`. */
  readonly chatmessage: unknown;
  readonly textonly: unknown;
  /** The kind; `true` for a notice of the site; empty for chat, and for most donations. */
  readonly event: unknown;
  /** The amount paid, as the site shows it: `$5.00`, `500 bits`, `300 coins`. */
  readonly hasDonation: unknown;
  /** A tier or a count, on memberships and gifts. */
  readonly subtitle: unknown;
  /** `Tier 1`, `new_member`, … */
  readonly membership: unknown;
  /** A count on counters; on messages an object that may contain the site's own id. */
  readonly meta: unknown;
  /** A bot wrote it. */
  readonly bot: unknown;
  /** Written by the tool, and read back from the site. */
  readonly reflection: unknown;
  /** A private message to the streamer. */
  readonly private: unknown;
  /** Made to test an overlay. */
  readonly isTest: unknown;
  readonly test: unknown;
}

/** The `meta` of a message. */
export interface NinjaMeta {
  readonly messageId: unknown;
  /** On a payment of Stripe, Ko-fi, Buy Me a Coffee or Fourthwall: the same when it is sent again. */
  readonly webhookId: unknown;
  /** On a reward: the words written with it. */
  readonly userInput: unknown;
  readonly user_input: unknown;
  /** The message without markup. */
  readonly plainText: unknown;
  /** The user's id, if the message has no `userid`. */
  readonly userId: unknown;
  /** On a subscription: somebody else paid for it. */
  readonly isGift: unknown;
  /** On a Twitch subscription: 1000, 2000 or 3000. */
  readonly tier: unknown;
  /** On subscriptions for others: their number, under any of these. */
  readonly totalGifted: unknown;
  readonly gift_count: unknown;
  readonly total: unknown;
  /** On a power-up: its price. */
  readonly bits: unknown;
  /** On a TikTok gift: its name, and the price of one in coins. */
  readonly giftName: unknown;
  readonly giftId: unknown;
  readonly diamondCount: unknown;
  readonly coinsPerGift: unknown;
  /**
   * The count, as TikFinity and TikTok's own page name it; if the gift is `streakable` or has a
   * streak, the running count of the streak.
   */
  readonly repeatCount: unknown;
  readonly tiktokGiftCount: unknown;
  readonly streakable: unknown;
  readonly repeatEnd: unknown;
  readonly groupId: unknown;
  readonly tiktokGiftStreakId: unknown;
  /** On a YouTube gift: its name, the price of one, and the running count under one id. */
  readonly youtubeGift: {
    readonly giftName: unknown;
    readonly jewelsAmount: unknown;
    readonly comboCount: unknown;
  };
  /** The values that alert boxes put into their texts: user, count and tier. */
  readonly tokens: { readonly amount: unknown; readonly count: unknown };
  /** On a donation whose text has no number. */
  readonly amount: unknown;
  readonly currency: unknown;
}

type NinjaKind =
  /** Somebody entered. */
  | 'enter'
  | 'like'
  | 'follow'
  /** Somebody paid for a membership. The text is the site's. */
  | 'subscription'
  /** A member paid again; the text is the member's. */
  | 'renewal'
  /** Somebody paid for memberships of others. The text is the site's. */
  | 'gifted'
  /** Bought with channel points, perhaps with words in `meta`. */
  | 'reward'
  /** Paid, with a text of the site's. */
  | 'paid'
  /** Said by the viewer; paid if it has an amount. */
  | 'said';

/** The kind of each `event`, including the tool's older names. Others are ignored, unless paid. */
export const NINJA_EVENTS: ReadonlyMap<string, NinjaKind> = new Map<string, NinjaKind>([
  ...kinds('enter', 'joined join'),
  ...kinds('like', 'liked like'),
  ...kinds('follow', 'new_follower followed follow follower_added channel_followed'),
  ...kinds('subscription', 'new_subscriber subscribe subscription channel_subscription'),
  ...kinds('subscription', 'channel_subscription_new channel_subscription_start'),
  ...kinds(
    'subscription',
    'sponsorship new_member new_sponsor new_membership newmember membership',
  ),
  ...kinds('subscription', 'sponsor member_joined'),
  ...kinds('subscription', 'renewed_member membershiprenewal upgraded_member'),
  ...kinds('subscription', 'upgraded_membership membership_upgrade'),
  ...kinds('renewal', 'resub subscription_renewal'),
  ...kinds('renewal', 'membermilestone member_milestone membership_milestone'),
  ...kinds('gifted', 'subscription_gift subscription_gifts subgift giftpurchase gift_giver'),
  ...kinds('gifted', 'channel_subscription_gift channel_subscription_gifts'),
  ...kinds('gifted', 'gift_membership membership_gift gifted_memberships community_gift'),
  ...kinds('paid', 'gift gift_sent gift_send gift_message live_gift tiktok_gift'),
  ...kinds('paid', 'supersticker super_sticker jeweldonation thankyou powerup'),
  // `action` is Twitch's `/me`.
  ...kinds('said', 'action superchat super_chat cheer channel_cheer bits donation tip support'),
  ...kinds('said', 'question'),
  ...kinds('reward', 'reward redemption channel_points reward_redemption'),
]);

function kinds(kind: NinjaKind, events: string): readonly (readonly [string, NinjaKind])[] {
  return events.split(' ').map((event) => [event, kind]);
}
