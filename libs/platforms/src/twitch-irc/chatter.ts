import { makeUser, type User } from '#live-event';
import { rawTag, tag, type IrcLine } from './irc-line.js';
import { ANONYMOUS_GIFTER, TAG } from './twitch-irc.external.js';
import type { Stamp } from '../decoding/stamp.js';

/**
 * The author of a line, with the months of their subscription to the channel; `undefined` if it
 * names nobody.
 */
export function chatterOf(line: IrcLine): User | undefined {
  const { tags } = line;
  const badgeInfo = rawTag(tags, TAG.badgeInfo);
  const [badge, months] = badgeInfo === '' ? NO_BADGE : subscriberBadge(badgeInfo);
  return makeUser('twitch', {
    id: rawTag(tags, TAG.userId),
    name: tag(tags, TAG.displayName) || rawTag(tags, TAG.login) || line.login,
    badge,
    badgeLevel: months,
    guard: badge !== '',
  });
}

/** An anonymous giver: on older lines Twitch sends the channel itself in their place. */
export function anonymousGifter(): User | undefined {
  return makeUser('twitch', ANONYMOUS_GIFTER);
}

/** The id and the time of a line. */
export function stampOf(tags: string): Stamp {
  const sentAt = Number(rawTag(tags, TAG.sentAt));
  return {
    id: rawTag(tags, TAG.id) || undefined,
    timestamp: sentAt > 0 ? sentAt : undefined,
  };
}

/**
 * Whether a line was written in another channel of a shared chat: those viewers do not watch our
 * stream.
 */
export function isMirrored(tags: string): boolean {
  const source = rawTag(tags, TAG.sourceRoomId);
  return source !== '' && source !== rawTag(tags, TAG.roomId);
}

const NO_BADGE = ['', ''] as const;

/** A channel's founders wear a badge of their own; their months count on. */
function subscriberBadge(badgeInfo: string): readonly [name: string, months: string] {
  for (const badge of badgeInfo.split(',')) {
    const slash = badge.indexOf('/');
    const name = badge.slice(0, slash);
    if (name === 'subscriber' || name === 'founder') return [name, badge.slice(slash + 1)];
  }
  return NO_BADGE;
}
