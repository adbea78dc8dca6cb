import { integerOf, makeUser, textOf, type User } from '#live-event';
import { commentText } from '../chat-text/comment-text.js';
import { subscriberBadge, type BadgeKeys } from '../decoding/subscriber-badge.js';
import { spokenText } from '../twitch-irc/spoken-text.js';
import type {
  EventsubBadge,
  EventsubEmote,
  EventsubEvent,
  EventsubFragment,
  EventsubText,
} from './eventsub.external.js';

/** The author, with the months of their badge; `undefined` if nobody is named. */
export function chatterOf(event: EventsubEvent): User | undefined {
  const [badge, badgeLevel] = subscriberBadge(event.badges, BADGE);
  return makeUser('twitch', {
    id: event.chatter_user_id,
    name: textOf(event.chatter_user_name, NAME_LENGTH_MAX) || event.chatter_user_login,
    badge,
    badgeLevel,
    guard: badge !== '',
  });
}

/**
 * The words without emotes and cheermotes; `<3` is an emote, but stays as in {@link spokenText}.
 */
export function chatText(message: EventsubEvent['message']): string {
  const { text, fragments } = textFields(message);
  const whole = typeof text === 'string' ? text : '';
  if (!Array.isArray(fragments)) return commentText(whole, '');
  let spoken = '';
  let joined = '';
  for (const fragment of fragments.slice(0, FRAGMENTS_MAX) as (EventsubFragment | null)[]) {
    const isCode = fragment?.type === 'emote' || fragment?.type === 'cheermote';
    const written = typeof fragment?.text === 'string' ? fragment.text : '';
    spoken += isCode && written !== '<3' ? ' ' : written;
    joined += written;
  }
  return commentText(spoken, whole || joined);
}

/** The words of a resubscription, whose emotes are marked by their positions. */
export function resubscriptionText(message: EventsubEvent['message']): string {
  const { text, emotes } = textFields(message);
  return spokenText(typeof text === 'string' ? text : '', placesOf(emotes), 0);
}

/** The positions of emotes, in the form of IRC's `emotes` tag. */
function placesOf(emotes: unknown): string {
  if (!Array.isArray(emotes)) return '';
  return (emotes.slice(0, FRAGMENTS_MAX) as (EventsubEmote | null)[])
    .map((emote) => `:${integerOf(emote?.begin)}-${integerOf(emote?.end)}`)
    .join(',');
}

function textFields(message: EventsubEvent['message']): EventsubText {
  return typeof message === 'object' && message !== null ? message : {};
}

const NAME_LENGTH_MAX = 128;
const BADGE: BadgeKeys<keyof EventsubBadge> = {
  name: 'set_id',
  months: 'info',
};
const FRAGMENTS_MAX = 500;
