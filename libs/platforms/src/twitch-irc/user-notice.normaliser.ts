import { integerOf, makeGift, type User } from '#live-event';
import { idOfPart, type FrameSink } from '#source';
import { ignoredKind } from '../decoding/ignored-kind.js';
import { anonymousGifter, chatterOf, isMirrored, stampOf } from './chatter.js';
import { CHARITY_DONATION, minorUnits } from './charity-amount.js';
import type { GiftBombs } from './gift-bombs.js';
import { rawTag, type IrcLine } from './irc-line.js';
import { spokenText } from './spoken-text.js';
import { subscriptionName } from './subscription-name.js';
import { NO_ORIGIN, TAG } from './twitch-irc.external.js';

/**
 * A `USERNOTICE`: subscriptions, as their payer's; the words of a subscriber, as a comment after
 * the gift, or alone if somebody else paid; donations to charity; and the words that a viewer wrote
 * with any other notice (a watch streak, a badge). Raids, announcements (words of the stream, not
 * of a viewer) and notices without words are ignored by name; so are upgrades, which are paid at
 * their next renewal.
 */
export function normaliseUserNotice(line: IrcLine, bombs: GiftBombs, sink: FrameSink): void {
  const kind = rawTag(line.tags, TAG.messageId);
  if (isMirrored(line.tags)) return sink.ignored('shared-chat');
  switch (kind) {
    case 'sub':
    case 'resub':
      return subscribed(line, kind, sink);
    case 'subgift':
    case 'anonsubgift':
      return gave(line, kind, bombs.added(bombOf(line), 1, false, sentAt(line)), sink);
    case 'submysterygift':
    case 'anonsubmysterygift': {
      const count = Math.max(1, integerOf(rawTag(line.tags, TAG.massGiftCount)));
      return gave(line, kind, bombs.added(bombOf(line), count, true, sentAt(line)), sink);
    }
    case 'onetapgiftredeemed':
      return gaveForBits(line, sink);
    case 'charitydonation':
      return donated(line, CHARITY_DONATION, 'donation', sink);
    case 'midnightsquid':
      return donated(line, 'Cheer', 'cheered', sink);
    case 'announcement':
    case 'raid':
    case 'unraid':
      return sink.ignored(kind);
    default:
      return said(line, ignoredKind(kind, 'USERNOTICE'), sink);
  }
}

/**
 * The words that a viewer wrote with a notice, of any kind: Twitch adds kinds without announcing
 * them.
 */
function said(line: IrcLine, kind: string, sink: FrameSink): void {
  const text = wordsOf(line);
  if (text === '') return sink.ignored(kind);
  const user = chatterOf(line);
  if (user === undefined) return sink.malformed('no-user');
  sink.event({ type: 'comment', ...stampOf(line.tags), user, text });
}

function wordsOf(line: IrcLine): string {
  return spokenText(line.text, rawTag(line.tags, TAG.emotes), 0);
}

function subscribed(line: IrcLine, kind: string, sink: FrameSink): void {
  const user = chatterOf(line);
  if (user === undefined) return sink.malformed('no-user');
  const { id, timestamp } = stampOf(line.tags);
  if (rawTag(line.tags, TAG.wasGifted) === 'true') return said(line, kind, sink);
  const gift = makeGift({ name: subscriptionName(rawTag(line.tags, TAG.subscriptionPlan)) });
  sink.event({ type: 'gift', id, timestamp, user, gift });
  saidWithGift(line, user, sink);
}

function saidWithGift(line: IrcLine, user: User, sink: FrameSink): void {
  const text = wordsOf(line);
  if (text === '') return;
  const { id, timestamp } = stampOf(line.tags);
  sink.event({ type: 'comment', id: idOfPart(id, 'comment'), timestamp, user, text });
}

function gave(line: IrcLine, kind: string, count: number, sink: FrameSink): void {
  if (count === 0) return sink.ignored(kind);
  const user = giverOf(line, kind);
  if (user === undefined) return sink.malformed('no-user');
  const gift = makeGift({ name: subscriptionName(rawTag(line.tags, TAG.subscriptionPlan)), count });
  sink.event({ type: 'gift', ...stampOf(line.tags), user, gift });
}

/** A gift that Twitch sells for bits, under its own name. */
function gaveForBits(line: IrcLine, sink: FrameSink): void {
  const user = chatterOf(line);
  if (user === undefined) return sink.malformed('no-user');
  const name = rawTag(line.tags, TAG.giftId);
  const bits = integerOf(rawTag(line.tags, TAG.bitsSpent));
  const gift =
    name === ''
      ? makeGift({ name: 'Bits', count: bits, unitValue: 1 })
      : makeGift({ name, unitValue: bits });
  sink.event({ type: 'gift', ...stampOf(line.tags), user, gift });
}

/** Money: for the channel's charity, or for a message that is shown for longer. */
function donated(
  line: IrcLine,
  name: string,
  money: 'donation' | 'cheered',
  sink: FrameSink,
): void {
  const user = chatterOf(line);
  if (user === undefined) return sink.malformed('no-user');
  const { tags } = line;
  const unitValue = minorUnits(
    rawTag(tags, TAG[`${money}Amount`]),
    rawTag(tags, TAG.donationExponent),
    rawTag(tags, TAG[`${money}Currency`]),
  );
  const gift = makeGift({ name, unitValue });
  sink.event({ type: 'gift', ...stampOf(tags), user, gift });
  saidWithGift(line, user, sink);
}

function giverOf(line: IrcLine, kind: string): User | undefined {
  return kind.startsWith('anon') ? anonymousGifter() : chatterOf(line);
}

/** The id that the subscriptions of one gift bomb share; `''` for a subscription of its own. */
function bombOf({ tags }: IrcLine): string {
  const origin = rawTag(tags, TAG.communityGiftId) || rawTag(tags, TAG.originId);
  return origin === NO_ORIGIN ? '' : origin;
}

function sentAt({ tags }: IrcLine): number {
  return stampOf(tags).timestamp ?? 0;
}
