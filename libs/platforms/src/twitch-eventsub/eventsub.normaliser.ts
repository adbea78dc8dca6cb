import { integerOf, makeGift, makeUser, textOf } from '#live-event';
import type { User } from '#live-event';
import { eventTime, type FrameSink } from '#source';
import { commentText } from '../comment-text.js';
import { anonymousGifter } from '../twitch-irc/chatter.js';
import { spokenText } from '../twitch-irc/spoken-text.js';
import { subscriptionName } from '../twitch-irc/subscription-name.js';
import {
  ANONYMOUS_CHEERER,
  type EventsubBadge,
  type EventsubEmote,
  type EventsubEvent,
  type EventsubFragment,
  type EventsubMetadata,
  type EventsubText,
} from './eventsub.external.js';

/** Turns one notification into events. Throws on nothing that `event` can hold. */
export function normaliseNotification(
  metadata: EventsubMetadata,
  event: EventsubEvent,
  sink: FrameSink,
): void {
  const stamp = {
    id: textOf(metadata.message_id, ID_LENGTH_MAX) || undefined,
    timestamp: eventTime(event.followed_at) ?? eventTime(metadata.message_timestamp),
  };
  const type = textOf(metadata.subscription_type, ID_LENGTH_MAX);
  switch (type) {
    case 'channel.chat.message':
      return chatted(event, stamp, sink);
    case 'channel.follow':
      return by(userOf(event), sink, (user) => sink.event({ type: 'follow', ...stamp, user }));
    case 'channel.subscribe':
      // Who gives it is told by channel.subscription.gift.
      if (event.is_gift === true) return sink.ignored('gifted-subscription');
      return gave(userOf(event), subscriptionName(event.tier), 1, stamp, sink);
    case 'channel.subscription.gift': {
      const giver = event.is_anonymous === true ? anonymousGifter() : userOf(event);
      return gave(giver, subscriptionName(event.tier), event.total, stamp, sink);
    }
    case 'channel.subscription.message':
      return resubscribed(event, stamp, sink);
    case 'channel.cheer':
      return cheered(event, stamp, sink);
    default:
      return sink.ignored(type === '' ? 'notification' : type);
  }
}

interface Stamp {
  readonly id: string | undefined;
  readonly timestamp: number | undefined;
}

function chatted(event: EventsubEvent, stamp: Stamp, sink: FrameSink): void {
  const { source_broadcaster_user_id: source, broadcaster_user_id: channel } = event;
  if (source !== undefined && source !== null && source !== channel) {
    return sink.ignored('shared-chat');
  }
  const [badge, badgeLevel] = subscriberBadge(event.badges);
  const user = makeUser('twitch', {
    id: event.chatter_user_id,
    name: textOf(event.chatter_user_name, ID_LENGTH_MAX) || event.chatter_user_login,
    badge,
    badgeLevel,
  });
  // The id of the message itself, which IRC has, too.
  const id = textOf(event.message_id, ID_LENGTH_MAX) || stamp.id;
  by(user, sink, (chatter) => {
    const text = chatText(event.message);
    if (text === '') return sink.ignored('empty');
    sink.event({ type: 'comment', ...stamp, id, user: chatter, text });
  });
}

function resubscribed(event: EventsubEvent, stamp: Stamp, sink: FrameSink): void {
  const user = userOf(event, 'subscriber', event.cumulative_months);
  by(user, sink, (subscriber) => {
    gave(subscriber, subscriptionName(event.tier), 1, stamp, sink);
    const { text, emotes } = textFields(event.message);
    const spoken = spokenText(typeof text === 'string' ? text : '', placesOf(emotes), 0);
    if (spoken === '') return;
    const id = stamp.id === undefined ? undefined : `${stamp.id}:comment`;
    sink.event({ type: 'comment', ...stamp, id, user: subscriber, text: spoken });
  });
}

/** The gift alone: what was written with it comes as a chat message. */
function cheered(event: EventsubEvent, stamp: Stamp, sink: FrameSink): void {
  const anonymous = event.is_anonymous === true;
  const user = anonymous ? makeUser('twitch', ANONYMOUS_CHEERER) : userOf(event);
  by(user, sink, (cheerer) => {
    const gift = makeGift({ name: 'Bits', count: event.bits, unitValue: 1 });
    sink.event({ type: 'gift', ...stamp, user: cheerer, gift });
  });
}

function gave(
  giver: User | undefined,
  name: string,
  count: unknown,
  stamp: Stamp,
  sink: FrameSink,
): void {
  by(giver, sink, (user) => {
    sink.event({ type: 'gift', ...stamp, user, gift: makeGift({ name, count }) });
  });
}

function by(user: User | undefined, sink: FrameSink, report: (user: User) => void): void {
  if (user === undefined) sink.malformed('no-user');
  else report(user);
}

function userOf(event: EventsubEvent, badge = '', badgeLevel?: unknown): User | undefined {
  const name = textOf(event.user_name, ID_LENGTH_MAX) || event.user_login;
  return makeUser('twitch', { id: event.user_id, name, badge, badgeLevel });
}

function subscriberBadge(badges: unknown): readonly [name: string, months: unknown] {
  if (!Array.isArray(badges)) return ['', 0];
  for (const badge of badges.slice(0, BADGES_MAX) as (EventsubBadge | null)[]) {
    const name = badge?.set_id;
    if (name === 'subscriber' || name === 'founder') return [name, badge?.info];
  }
  return ['', 0];
}

/** Without emotes and cheermotes among words; `<3` is one, as it is in {@link spokenText}. */
function chatText(message: EventsubEvent['message']): string {
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

/** The places of emotes, as IRC's `emotes` tag writes them. */
function placesOf(emotes: unknown): string {
  if (!Array.isArray(emotes)) return '';
  return (emotes.slice(0, FRAGMENTS_MAX) as (EventsubEmote | null)[])
    .map((emote) => `:${integerOf(emote?.begin)}-${integerOf(emote?.end)}`)
    .join(',');
}

function textFields(message: EventsubEvent['message']): EventsubText {
  return typeof message === 'object' && message !== null ? message : {};
}

const ID_LENGTH_MAX = 128;
const BADGES_MAX = 50;
const FRAGMENTS_MAX = 500;
