/** One kind of event to subscribe to. */
export interface EventsubSubscription {
  readonly type: string;
  readonly version: string;
  /** The scope that the token must have, unless it has {@link orScope}. */
  readonly scope: string;
  /** A scope to manage things also allows reading them. */
  readonly orScope?: string;
  /** The field of the condition that names the token's own account, if there is one. */
  readonly asUser?: 'user_id' | 'moderator_user_id';
}

/**
 * The kinds of event to subscribe to, the chat first: a bridge is useless without it; the others
 * depend on the token's scopes.
 * @see https://dev.twitch.tv/docs/eventsub/eventsub-subscription-types/
 */
export const EVENTSUB_SUBSCRIPTIONS = [
  { type: 'channel.chat.message', version: '1', scope: 'user:read:chat', asUser: 'user_id' },
  {
    type: 'channel.chat.notification',
    version: '1',
    scope: 'user:read:chat',
    asUser: 'user_id',
  },
  {
    type: 'channel.follow',
    version: '2',
    scope: 'moderator:read:followers',
    asUser: 'moderator_user_id',
  },
  { type: 'channel.subscribe', version: '1', scope: 'channel:read:subscriptions' },
  { type: 'channel.subscription.gift', version: '1', scope: 'channel:read:subscriptions' },
  { type: 'channel.subscription.message', version: '1', scope: 'channel:read:subscriptions' },
  { type: 'channel.cheer', version: '1', scope: 'bits:read' },
  // Only this reports power-ups and combos.
  { type: 'channel.bits.use', version: '1', scope: 'bits:read' },
  { type: 'channel.charity_campaign.donate', version: '1', scope: 'channel:read:charity' },
  {
    type: 'channel.channel_points_custom_reward_redemption.add',
    version: '1',
    scope: 'channel:read:redemptions',
    orScope: 'channel:manage:redemptions',
  },
  {
    type: 'channel.channel_points_automatic_reward_redemption.add',
    version: '2',
    scope: 'channel:read:redemptions',
    orScope: 'channel:manage:redemptions',
  },
  { type: 'channel.custom_power_up_redemption.add', version: '1', scope: 'bits:read' },
] as const satisfies readonly EventsubSubscription[];

/** A type that we subscribe to, and so must understand. */
export type EventsubType = (typeof EVENTSUB_SUBSCRIPTIONS)[number]['type'];

/** The subscription that a bridge requires. */
export const CHAT = EVENTSUB_SUBSCRIPTIONS[0];
