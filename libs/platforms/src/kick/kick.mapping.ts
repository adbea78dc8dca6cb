import type { Mapping, MappingRule } from '#source';

/** The indexes among a chatter's badges at which a subscriber's badge is looked for. */
const BADGE_PLACES = [0, 1, 2, 3, 4, 5];

const SENDER = { id: 'data.sender.id', name: 'data.sender.username' };

const COMMENT = {
  event: 'comment',
  id: 'data.id',
  time: 'data.created_at',
  user: SENDER,
  text: 'data.content',
} as const satisfies MappingRule;

const SUBSCRIPTION = { defaultName: 'Subscription' };

/**
 * Kick's events on Pusher: `{event, channel, data}`, where `data` is JSON in a string. None of it
 * is documented. Subscriptions have no id and no time, and of the user only a name.
 */
export const KICK: Mapping = {
  platform: 'kick',
  unwrap: ['data'],
  rules: [
    // The badges are an unordered list: the first rule that finds a subscriber's badge applies.
    ...BADGE_PLACES.map((place): MappingRule => {
      const badge = `data.sender.identity.badges.${place}`;
      return {
        ...COMMENT,
        when: { event: names('ChatMessageEvent'), [`${badge}.type`]: ['subscriber', 'founder'] },
        user: {
          ...SENDER,
          badge: `${badge}.type`,
          badgeLevel: `${badge}.count`,
          guard: { value: '1' },
        },
      };
    }),
    { ...COMMENT, when: { event: names('ChatMessageEvent') } },
    {
      when: { event: names('SubscriptionEvent') },
      event: 'gift',
      user: { id: 'data.user_id', name: 'data.username' },
      gift: SUBSCRIPTION,
    },
    {
      when: { event: names('GiftedSubscriptionsEvent') },
      event: 'gift',
      user: {
        id: 'data.gifter_id',
        name: { path: 'data.gifter_username', default: 'Anonymous' },
      },
      gift: { ...SUBSCRIPTION, count: 'data.gifted_usernames.length', atLeastOne: true },
    },
    // The words that a viewer wrote with a reward of the channel.
    {
      when: { event: names('RewardRedeemedEvent') },
      event: 'comment',
      user: { id: 'data.user_id', name: 'data.username' },
      text: 'data.user_input',
    },
    {
      when: { event: names('StreamerIsLive') },
      event: 'ignore',
      as: 'StreamerIsLive',
      room: 'live',
    },
    {
      when: { event: names('StopStreamBroadcast') },
      event: 'ignore',
      as: 'StopStreamBroadcast',
      room: 'ended',
    },
    {
      when: { event: names('KicksGifted') },
      event: 'gift',
      id: 'data.gift_transaction_id',
      time: 'data.created_at',
      user: SENDER,
      gift: { name: 'data.gift.name', id: 'data.gift.gift_id', unitValue: 'data.gift.amount' },
      text: 'data.message',
    },
  ],
};

/** Kick prefixes some event names with the namespace of their class, but not all. */
function names(event: string): string[] {
  return [`App\\Events\\${event}`, event];
}
