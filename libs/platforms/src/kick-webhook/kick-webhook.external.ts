/** The headers of Kick's webhooks, in lower case. */
export const KICK_HEADER = {
  id: 'kick-event-message-id',
  /** RFC 3339. */
  time: 'kick-event-message-timestamp',
  signature: 'kick-event-signature',
  type: 'kick-event-type',
} as const;

/**
 * The bodies of Kick's webhooks, as far as they are read. Any field may be missing or of another
 * shape.
 *
 * @see https://docs.kick.com/events/event-types
 */
export interface KickWebhookBody {
  readonly broadcaster: KickPerson;
  readonly message_id: unknown;
  /** Of a reward that was redeemed: its id, what was written with it, and how it stands. */
  readonly id: unknown;
  readonly redeemer: KickPerson;
  readonly user_input: unknown;
  readonly status: unknown;
  readonly redeemed_at: unknown;
  readonly sender: KickPerson;
  readonly content: unknown;
  readonly follower: KickPerson;
  readonly subscriber: KickPerson;
  readonly gifter: KickPerson;
  readonly giftees: unknown;
  readonly gift: KickGift;
  /** Of the stream's state. */
  readonly is_live: unknown;
  /** RFC 3339; not in all of them. */
  readonly created_at: unknown;
}

export interface KickPerson {
  readonly is_anonymous: unknown;
  readonly user_id: unknown;
  readonly username: unknown;
  readonly identity: { readonly badges: unknown };
}

export interface KickBadge {
  readonly type: unknown;
  /** Of a subscriber: months. */
  readonly count: unknown;
}

export interface KickGift {
  readonly name: unknown;
  /** In Kicks. */
  readonly amount: unknown;
  readonly message: unknown;
}
