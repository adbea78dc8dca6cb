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
}

/** The `meta` of a message. */
export interface NinjaMeta {
  readonly messageId: unknown;
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
  /** Of a gift that TikFinity passes on: what it is, and what one of it costs. */
  readonly giftName: unknown;
  readonly giftId: unknown;
  readonly diamondCount: unknown;
  /** How many; where it is `streakable`, the running count of the streak. */
  readonly repeatCount: unknown;
  readonly streakable: unknown;
  readonly repeatEnd: unknown;
  readonly groupId: unknown;
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
  /** Paid, with a text that the site wrote. */
  | 'paid'
  /** Said by the viewer; paid where it has an amount. */
  | 'said';

/** What each `event` is. Others are ignored, unless something was paid. */
export const NINJA_EVENTS: ReadonlyMap<string, NinjaKind> = new Map<string, NinjaKind>([
  ['joined', 'enter'],
  ['join', 'enter'],
  ['liked', 'like'],
  ['like', 'like'],
  ['new_follower', 'follow'],
  ['followed', 'follow'],
  ['follow', 'follow'],
  ['new_subscriber', 'subscription'],
  ['subscribe', 'subscription'],
  ['subscription', 'subscription'],
  ['resub', 'renewal'],
  ['sponsorship', 'subscription'],
  ['new_member', 'subscription'],
  ['new_sponsor', 'subscription'],
  ['renewed_member', 'subscription'],
  ['upgraded_member', 'subscription'],
  ['subscription_gift', 'gifted'],
  ['giftpurchase', 'gifted'],
  ['gift_giver', 'gifted'],
  ['gift', 'paid'],
  ['supersticker', 'paid'],
  ['jeweldonation', 'paid'],
  ['thankyou', 'paid'],
  ['powerup', 'paid'],
  // Twitch's `/me`.
  ['action', 'said'],
  ['superchat', 'said'],
  ['cheer', 'said'],
  ['bits', 'said'],
  ['donation', 'said'],
  ['tip', 'said'],
  ['support', 'said'],
  ['membermilestone', 'said'],
]);
