import type { Mapping, MappingRule, TextValue } from '#source';

const AT = 'payload.eventPayload';
const MESSAGE = {
  id: 'payload.eventIdentifier',
  time: 'timestamp',
  user: {
    id: `${AT}.author.id`,
    name: `${AT}.author.displayName | ${AT}.author.name | ${AT}.author.username`,
  },
} as const satisfies Partial<MappingRule>;

/** On Twitch the emotes are marked by their positions. */
const TEXT: TextValue = {
  path: `${AT}.text`,
  emotes: { each: `${AT}.replaces`, from: 'from', to: 'to' },
};

/** By `eventSourceId`. */
const SITES = {
  2: 'twitch',
  13: 'youtube',
  19: 'facebook',
  20: 'facebook',
  24: 'dlive',
  25: 'discord',
  26: 'linkedin',
  27: 'trovo',
  28: 'x',
  29: 'kick',
  33: 'rumble',
};

/**
 * Restream Chat's actions.
 *
 * @see https://developers.restream.io/chat/events
 */
export const RESTREAM: Mapping = {
  platform: 'restream',
  platformFrom: { path: 'payload.eventSourceId', table: SITES },
  rules: [
    // Messages from Restream's own chat box are the streamer's.
    {
      when: { action: 'event', 'payload.eventSourceId': 1 },
      event: 'ignore',
      as: 'own-line',
    },
    { when: { action: 'event', [`${AT}.bot`]: true }, event: 'ignore', as: 'bot' },
    // Private messages to the streamer.
    {
      when: { action: 'event', [`${AT}.contentModifiers.whisper`]: true },
      event: 'ignore',
      as: 'private',
    },
    {
      ...MESSAGE,
      when: { action: 'event', [`${AT}.donation`]: { absent: false } },
      event: 'gift',
      user: { ...MESSAGE.user, name: { path: MESSAGE.user.name, default: 'Anonymous' } },
      gift: {
        // 8 is a YouTube sticker, whose text is its description.
        name: {
          path: 'payload.eventTypeId',
          table: { 7: 'Super Chat', 8: 'Super Sticker' },
          default: 'Donation',
        },
        totalValue: {
          path: `${AT}.donation.amount`,
          money: 'decimal',
          currency: `${AT}.donation.currency`,
        },
      },
      text: TEXT,
    },
    // Facebook omits the user if somebody wants to stay anonymous.
    {
      ...MESSAGE,
      when: {
        action: 'event',
        'payload.eventSourceId': [19, 20],
        [`${AT}.text`]: { absent: false },
      },
      event: 'comment',
      user: { ...MESSAGE.user, name: { path: MESSAGE.user.name, default: 'Anonymous' } },
      text: TEXT,
    },
    {
      ...MESSAGE,
      when: { action: 'event', [`${AT}.text`]: { absent: false } },
      event: 'comment',
      text: TEXT,
    },
  ],
};
