/** One kind of event to subscribe to. */
export interface EventsubSubscription {
  readonly type: string;
  readonly version: string;
  /** The token must have it, or {@link orScope}. */
  readonly scope: string;
  /** A scope to change things allows to read them, too. */
  readonly orScope?: string;
  /** The field of the condition that takes the token's own account, where there is one. */
  readonly asUser?: 'user_id' | 'moderator_user_id';
}

/**
 * What is subscribed to, chat first: without it a bridge is of no use, the others depend on what
 * the token may see.
 *
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
  // Power-ups and combos are told here alone.
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

/** What is told, and so what has to be understood. */
export type EventsubType = (typeof EVENTSUB_SUBSCRIPTIONS)[number]['type'];

/** The subscription that a bridge cannot do without. */
export const CHAT = EVENTSUB_SUBSCRIPTIONS[0];
