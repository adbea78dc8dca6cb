import { fieldsOf, integerOf, makeUser, textOf, type User } from '#live-event';
import { eventTime } from '#source';
import { anonymousGifter } from '../twitch-irc/chatter.js';
import type { StreamerbotData, StreamerbotPerson } from './streamerbot.external.js';
import type { Stamp } from '../decoding/stamp.js';

/** The `data` of an event, of any version. */
export type Data = Partial<StreamerbotData>;

/** The user of an event; `undefined` if it names nobody. */
export function personOf(platform: string, data: Data): User | undefined {
  if (isAnonymous(data)) {
    return platform === 'twitch' ? anonymousGifter() : makeUser(platform, { name: ANONYMOUS });
  }
  const who = fieldsOf((data.user ?? data.gifter) as StreamerbotPerson);
  const places = [who, messageOf(data), flatPerson(data)];
  const first = (read: (person: Partial<StreamerbotPerson>) => unknown): string => {
    for (const place of places) {
      const text = textOf(read(place), ID_LENGTH_MAX);
      if (text !== '') return text;
    }
    return '';
  };
  const [badge, badgeLevel] = badgeOf(platform, places);
  return makeUser(platform, {
    id: first(({ id, userId, user_id }) => textOf(id, ID_LENGTH_MAX) || (userId ?? user_id)),
    name:
      first(({ displayName, name, user_name }) => displayName || name || user_name) ||
      first(({ userName, username, login, user_login }) => {
        return userName || username || login || user_login;
      }) ||
      textOf(data.user, ID_LENGTH_MAX),
    badge,
    badgeLevel,
    guard: badge !== '',
  });
}

/** The text, with the codes of emotes. */
export function writtenOf({ text, message, rawInput, userInput, user_input }: Data): string {
  if (typeof text === 'string') return text;
  if (typeof message === 'string') return message;
  const { message: inner } = fieldsOf(message as { message?: unknown });
  if (typeof inner === 'string') return inner;
  return [rawInput, userInput, user_input].find((one) => typeof one === 'string') ?? '';
}

/** Why a line is not a viewer's: the bridge's own, or a test; `undefined`: it is a viewer's. */
export function notOfViewer(data: Data, testEvents: boolean): 'own' | 'test' | undefined {
  const places = [data, fieldsOf(data.message as Data), fieldsOf(data.user as Data)];
  if (
    places.some(({ internal, isInternal, isBot }) => [internal, isInternal, isBot].includes(true))
  )
    return 'own';
  const isTest = places.some((one) => one.isTest === true || one.is_test === true);
  return isTest && !testEvents ? 'test' : undefined;
}

/** A text without the words that the event lists as emotes; `<3` is one, and stays. */
export function withoutEmotes(text: string, data: Data): string {
  const list = data.emotes ?? (messageOf(data) as Data).emotes;
  if (!Array.isArray(list) || list.length === 0) return text;
  const names = new Set(
    (list.slice(0, EMOTES_MAX) as ({ name?: unknown } | null)[]).map((emote) => emote?.name),
  );
  names.delete('<3');
  return text
    .split(' ')
    .map((word) => (names.has(word) ? '' : word))
    .join(' ');
}

export function stampOf(data: Data, sentAt: unknown): Stamp {
  const { messageId, msgId, eventId } = data;
  const inner = messageOf(data) as Data;
  const id = [messageId, msgId, eventId, inner.msgId, data.id]
    .map((value) => textOf(value, ID_LENGTH_MAX))
    .find((value) => value !== '');
  const timestamp = eventTime(data.publishedAt) ?? eventTime(data.followed_at) ?? eventTime(sentAt);
  return { id, timestamp };
}

/** The first of some values that holds a number beyond 0. */
export function numberAmong(...values: readonly unknown[]): number {
  return values.map((value) => integerOf(value)).find((value) => value > 0) ?? 0;
}

/** The number of bits that were paid. */
export function bitsOf(data: Data): number {
  return numberAmong(data.bits, (messageOf(data) as Data).bits);
}

function messageOf({ message }: Data): Partial<StreamerbotPerson> {
  const inner = fieldsOf(message as StreamerbotPerson);
  // The `id` of this object is the message's, not the user's.
  return { ...inner, id: undefined };
}

/** On `data` itself `id` and `name` belong to the event. */
function flatPerson(data: Data): Partial<StreamerbotPerson> {
  return { ...data, id: undefined, name: undefined };
}

function isAnonymous({ anonymous, isAnonymous: is, is_anonymous: old }: Data): boolean {
  return anonymous === true || is === true || old === true;
}

function badgeOf(
  platform: string,
  places: readonly Partial<StreamerbotPerson>[],
): readonly [badge: string, level: number] {
  if (platform === 'youtube')
    return [places.some((one) => one.isSponsor === true) ? 'member' : '', 0];
  const months = numberAmong(...places.map((one) => one.monthsSubscribed));
  for (const { badges } of places) {
    if (!Array.isArray(badges)) continue;
    for (const one of badges.slice(0, BADGES_MAX) as ({ name?: unknown } | null)[]) {
      if (one?.name === 'subscriber' || one?.name === 'founder') return [one.name, months];
    }
  }
  const subscribes = places.some((one) => one.subscribed === true || one.subscriber === true);
  return subscribes ? ['subscriber', months] : ['', 0];
}

const ANONYMOUS = 'Anonymous';
const ID_LENGTH_MAX = 256;
const BADGES_MAX = 50;
const EMOTES_MAX = 500;
