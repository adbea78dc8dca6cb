import { CLOCK_AHEAD_MAX_MS, TIMESTAMP_MAX } from './limits.js';
import type { Gift, LiveEvent, User } from './live-event.js';

/**
 * The JSON fragment of this event in a report, as MetaStudio documents it: `content` is a JSON
 * document serialised to a string. Nothing that a viewer wrote can break out of it. Runs once per
 * event, so it is written for speed: the inner document is assembled by hand, already escaped for
 * the outer one (its keys and their order never vary), and only strings that need it go through
 * `JSON.stringify`.
 * @param receivedAt when the frame arrived, in ms: see {@link reportedTimestamp}.
 */
export function encodeLiveEvent(event: LiveEvent, receivedAt: number): string {
  const timestamp = reportedTimestamp(event.timestamp, receivedAt);
  switch (event.type) {
    case 'comment': {
      const content = `{\\"user\\":${user(event.user)},\\"content\\":${inner(event.text)}}`;
      return fragment(timestamp, 1, content);
    }
    case 'enter':
      return fragment(timestamp, 2, `{\\"user\\":${user(event.user)}}`);
    case 'like':
      return fragment(timestamp, 3, `{\\"user\\":${user(event.user)}}`);
    case 'gift':
      return fragment(
        timestamp,
        4,
        `{\\"gift\\":${gift(event.gift)},\\"user\\":${user(event.user)}}`,
      );
    case 'follow':
      return fragment(timestamp, 5, `{\\"user\\":${user(event.user)}}`);
    case 'viewers':
      return fragment(timestamp, 6, `{\\"numberOfViewers\\":${event.numberOfViewers}}`);
    case 'raw':
      return fragment(timestamp, event.code, JSON.stringify(event.content).slice(1, -1));
  }
}

/**
 * The time that is reported: the platform's, in whole ms; or the time of receipt if that is absent,
 * outside MetaStudio's range, or more than a minute ahead of our clock.
 */
export function reportedTimestamp(timestamp: number | undefined, receivedAt: number): number {
  if (timestamp === undefined || !(timestamp > 0) || timestamp > TIMESTAMP_MAX) return receivedAt;
  return timestamp > receivedAt + CLOCK_AHEAD_MAX_MS ? receivedAt : Math.floor(timestamp);
}

/** @param content the inner document, already escaped. */
function fragment(timestamp: number, type: number, content: string): string {
  return `{"timestamp":${timestamp},"type":${type},"content":"${content}"}`;
}

function user({ userId, name, level, badge, badgeLevel }: User): string {
  const badgeText = badge === '' ? EMPTY : inner(badge);
  return `{\\"userId\\":${inner(userId)},\\"name\\":${inner(name)},\\"level\\":${level},\\"badge\\":${badgeText},\\"badgeLevel\\":${badgeLevel}}`;
}

function gift({ giftName, giftNum, totalValue, giftValue }: Gift): string {
  return `{\\"giftName\\":${inner(giftName)},\\"giftNum\\":${giftNum},\\"totalValue\\":${totalValue},\\"giftValue\\":${giftValue}}`;
}

/** A string of the inner document, including its quotes, as it is written in the outer one. */
function inner(text: string): string {
  if (!NEEDS_ESCAPES.test(text) && text.isWellFormed()) return `\\"${text}\\"`;
  return JSON.stringify(JSON.stringify(text)).slice(1, -1);
}

const EMPTY = '\\"\\"';
// Everything that JSON.stringify escapes except lone surrogates, and a few controls that it does
// not.
const NEEDS_ESCAPES = /["\\\p{Cc}]/u;
