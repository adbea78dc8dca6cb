/**
 * What Social Stream Ninja sends: one flat object a message, as far as it is read. Any field may be
 * missing or of another shape.
 *
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
  /** What happened, `true` for a notice of the site; empty for chat, and for most donations. */
  readonly event: unknown;
  /** What was paid, as the site shows it: `$5.00`, `500 bits`, `300 coins`. */
  readonly hasDonation: unknown;
  /** A tier or a count, of memberships and gifts. */
  readonly subtitle: unknown;
  /** `Tier 1`, `new_member`, … */
  readonly membership: unknown;
  /** A count for counters; for messages an object that may name the site's own id. */
  readonly meta: unknown;
  /** A bot wrote it. */
  readonly bot: unknown;
  /** Written by the tool, and heard again where it was written. */
  readonly reflection: unknown;
  /** Written to the streamer alone. */
  readonly private: unknown;
  /** Made to try an overlay. */
  readonly isTest: unknown;
  readonly test: unknown;
}

/** The `meta` of a message. */
export interface NinjaMeta {
  readonly messageId: unknown;
  /** Of a reward: what was written with it. */
  readonly userInput: unknown;
  readonly user_input: unknown;
  /** The message without markup. */
  readonly plainText: unknown;
  /** Where the message has no `userid`. */
  readonly userId: unknown;
  /** Of a subscription: somebody else paid for it. */
  readonly isGift: unknown;
  /** Of a subscription on Twitch: 1000, 2000 or 3000. */
  readonly tier: unknown;
  /** Of subscriptions for others: how many, under one of these. */
  readonly totalGifted: unknown;
  readonly gift_count: unknown;
  readonly total: unknown;
  /** Of a power-up: what it cost. */
  readonly bits: unknown;
  /** Of a gift on TikTok: what it is, and what one of it costs, in coins. */
  readonly giftName: unknown;
  readonly giftId: unknown;
  readonly diamondCount: unknown;
  readonly coinsPerGift: unknown;
  /**
   * How many, as TikFinity and as TikTok's own page tell it; where it is `streakable`, or has a
   * streak, the running count of the streak.
   */
  readonly repeatCount: unknown;
  readonly tiktokGiftCount: unknown;
  readonly streakable: unknown;
  readonly repeatEnd: unknown;
  readonly groupId: unknown;
  readonly tiktokGiftStreakId: unknown;
  /** Of a gift on YouTube: what it is, what one costs, and how many of it came, under one id. */
  readonly youtubeGift: {
    readonly giftName: unknown;
    readonly jewelsAmount: unknown;
    readonly comboCount: unknown;
  };
  /** What alert boxes fill their texts with: who, how many, and of which level. */
  readonly tokens: { readonly amount: unknown; readonly count: unknown };
  /** Of a donation whose text has no number. */
  readonly amount: unknown;
  readonly currency: unknown;
}

type NinjaKind =
  /** Somebody came. */
  | 'enter'
  | 'like'
  | 'follow'
  /** Somebody paid to be a member. The text is the site's. */
  | 'subscription'
  /** A member paid again, with what he wrote. */
  | 'renewal'
  /** Somebody paid for the memberships of others. The text is the site's. */
  | 'gifted'
  /** Bought with the channel's own points, perhaps with words in `meta`. */
  | 'reward'
  /** Paid, with a text that the site wrote. */
  | 'paid'
  /** Said by the viewer; paid where it has an amount. */
  | 'said';

/** What each `event` is, older words of the tool among them. Others are ignored, unless paid. */
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
