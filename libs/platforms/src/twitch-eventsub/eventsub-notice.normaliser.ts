import { makeGift } from '#live-event';
import { ignoredKind } from '../decoding/ignored-kind.js';
import { anonymousGifter } from '../twitch-irc/chatter.js';
import { subscriptionName } from '../twitch-irc/subscription-name.js';
import { charityGift, subscriptionPaid, subscriptionsGiven } from './eventsub-gifts.js';
import type { Telling } from './eventsub-telling.js';
import { chatText, chatterOf } from './eventsub-words.js';
import type { EventsubEvent, EventsubNotice } from './eventsub.external.js';

/**
 * `channel.chat.notification`: subscriptions, as their payer's, and donations, which a token other
 * than the channel's sees nowhere else; and the words that a viewer wrote with any notice (a watch
 * streak, a badge). Raids, announcements (words of the stream) and notices without words are
 * ignored by name; so are upgrades, which are paid at their next renewal.
 */
export function normaliseNotice(event: EventsubEvent, told: Telling): void {
  const kind = ignoredKind(event.notice_type, 'notice');
  const telling = told.withId(event.message_id, `notice:${kind}`);
  switch (kind) {
    case 'sub':
      return subscribed(event, event.sub, kind, telling);
    case 'resub':
      return subscribed(event, event.resub, kind, telling);
    case 'sub_gift':
      // Subscriptions that were given together come as `community_sub_gift`.
      if (isThere(event.sub_gift?.community_gift_id)) return telling.ignored('of-a-gift-bomb');
      return gave(event, event.sub_gift, 1, telling);
    case 'community_sub_gift':
      return gave(event, event.community_sub_gift, event.community_sub_gift?.total, telling);
    case 'charity_donation':
      return telling.withUser(chatterOf(event), (user) => {
        const gift = charityGift(event.charity_donation?.amount);
        telling.paid(user, gift, `charity\n${gift.totalValue}`);
        saidWithGift(event, telling);
      });
    case 'announcement':
    case 'raid':
    case 'unraid':
      return telling.ignored(kind);
    default:
      // Notices from another channel of a shared chat have names of their own.
      if (kind.startsWith('shared_chat_')) return telling.ignored('shared-chat');
      return said(event, kind, telling);
  }
}

function subscribed(
  event: EventsubEvent,
  notice: EventsubNotice | null | undefined,
  kind: string,
  telling: Telling,
): void {
  if (notice?.is_gift === true) return said(event, kind, telling);
  telling.withUser(chatterOf(event), (user) => {
    subscriptionPaid(user, notice?.sub_tier, telling);
    saidWithGift(event, telling);
  });
}

function gave(
  event: EventsubEvent,
  notice: EventsubNotice | null | undefined,
  count: unknown,
  telling: Telling,
): void {
  const giver = event.chatter_is_anonymous === true ? anonymousGifter() : chatterOf(event);
  telling.withUser(giver, (user) => {
    const gift = makeGift({ name: subscriptionName(notice?.sub_tier), count });
    subscriptionsGiven(user, gift, telling);
  });
}

function said(event: EventsubEvent, kind: string, telling: Telling): void {
  const text = chatText(event.message);
  if (text === '') return telling.ignored(kind);
  telling.withUser(chatterOf(event), (user) => telling.saidOnce(user, text));
}

function saidWithGift(event: EventsubEvent, telling: Telling): void {
  const text = chatText(event.message);
  if (text === '') return;
  telling.withUser(chatterOf(event), (user) => telling.saidOnce(user, text, 'comment'));
}

function isThere(value: unknown): boolean {
  return value !== undefined && value !== null && value !== '';
}
