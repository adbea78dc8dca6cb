import { EVENT_TYPES, type Gift, type LiveEvent, type User } from '#live-event';
import type { TrailMore, TrailWords } from './trail-record.js';

/**
 * The words that a trail keeps of an event.
 * @param reported as it goes on, where it does: something may be cut off, or the name be another.
 */
export function trailWordsOf(event: LiveEvent, reported = event): TrailWords {
  if (event.type === 'viewers') return ['', '', ''];
  const { userId = '', name = '' } = event.user ?? {};
  const text = textOf(event);
  const r = reported === event ? undefined : wordsOf(reported);
  const facts = moreOf(event);
  const more = r === undefined ? facts : { ...facts, r };
  return more === undefined ? [userId, name, text] : [userId, name, text, more];
}

function wordsOf(event: LiveEvent): TrailMore['r'] {
  const name = event.type === 'viewers' ? '' : (event.user?.name ?? '');
  return [name, textOf(event)];
}

function moreOf(event: LiveEvent): TrailMore | undefined {
  if (event.type === 'viewers' || event.type === 'raw') return undefined;
  const { level, badge, badgeLevel, guard = 0 } = event.user;
  const u = level !== 0 || badge !== '' || badgeLevel !== 0 || guard !== 0;
  if (!u && event.type !== 'gift') return undefined;
  return {
    ...(u && { u: guard === 0 ? [level, badge, badgeLevel] : [level, badge, badgeLevel, guard] }),
    ...(event.type === 'gift' && { g: giftOf(event.gift) }),
  };
}

function giftOf({ giftName, giftNum, giftValue, totalValue }: Gift): NonNullable<TrailMore['g']> {
  return [giftName, giftNum, giftValue, totalValue];
}

function textOf(event: LiveEvent): string {
  if (event.type === 'comment') return event.text;
  if (event.type === 'gift') return `${event.gift.giftName} × ${event.gift.giftNum}`;
  return event.type === 'raw' ? (event.text ?? '') : '';
}

/** As {@link eventOfTrail}, and as it was reported. */
export function reportedOfTrail(
  type: string,
  at: number,
  words: TrailWords,
): LiveEvent | undefined {
  const [userId, , , more] = words;
  if (more?.r === undefined) return eventOfTrail(type, at, words);
  const [name, text] = more.r;
  return eventOfTrail(type, at, [userId, name, text, more]);
}

/**
 * Rebuilds an event from a trail, as far as filters and choosing read it; viewer counts and the contents of raw
 * events are not kept. `undefined` for a type of a later version.
 */
export function eventOfTrail(type: string, at: number, words: TrailWords): LiveEvent | undefined {
  const [userId, name, text, { u: [level, badge, badgeLevel, guard] = [0, '', 0], g } = {}] = words;
  const user: User = { userId, name, level, badge, badgeLevel, ...(guard && { guard }) };
  const known = EVENT_TYPES.find((one) => one === type);
  switch (known) {
    case undefined:
      return undefined;
    case 'comment':
      return { type: 'comment', timestamp: at, user, text };
    case 'gift': {
      const [giftName, giftNum, giftValue, totalValue] = g ?? [text, 1, 0, 0];
      const gift = { giftName, giftNum, giftValue, totalValue };
      return { type: 'gift', timestamp: at, user, gift };
    }
    case 'enter':
    case 'like':
    case 'follow':
      return { type: known, timestamp: at, user };
    case 'viewers':
      return { type: 'viewers', timestamp: at, numberOfViewers: 0 };
    case 'raw':
      return { type: 'raw', timestamp: at, code: 0, content: '{}', class: 'chat', user, text };
  }
}
