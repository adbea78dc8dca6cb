/** The headers of Kick's webhooks, in lower case. */
export const KICK_HEADER = {
  id: 'kick-event-message-id',
  /** RFC 3339. */
  time: 'kick-event-message-timestamp',
  signature: 'kick-event-signature',
  type: 'kick-event-type',
} as const;

/**
 * The bodies of Kick's webhooks, with the fields that we read. Any may be missing or of another
 * shape.
 * @see https://docs.kick.com/events/event-types
 */
export interface KickWebhookBody {
  readonly broadcaster: KickPerson;
  readonly message_id: unknown;
  /** On a redeemed reward: its id, the words written with it, and its status. */
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
  /** On a change of the stream's state. */
  readonly is_live: unknown;
  /** RFC 3339; not in every kind. */
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
  /** On a subscriber: months. */
  readonly count: unknown;
}

export interface KickGift {
  readonly name: unknown;
  /** In Kicks. */
  readonly amount: unknown;
  readonly message: unknown;
}
