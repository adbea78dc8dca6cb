import { integerOf, makeGift, makeUser, textOf, type User } from '#live-event';
import { eventTime, type FrameSink } from '#source';
import type { Tellings } from '../decoding/tellings.js';
import { anonymousGifter } from '../twitch-irc/chatter.js';
import { subscriptionName } from '../twitch-irc/subscription-name.js';
import { bitsPaid, charityGift, subscriptionPaid, subscriptionsGiven } from './eventsub-gifts.js';
import { normaliseNotice } from './eventsub-notice.normaliser.js';
import type { EventsubType } from './eventsub-subscriptions.js';
import { Telling } from './eventsub-telling.js';
import { chatText, chatterOf, resubscriptionText } from './eventsub-words.js';
import {
  ANONYMOUS_CHEERER,
  type EventsubEvent,
  type EventsubMetadata,
} from './eventsub.external.js';

/** Turns one notification into events. Never throws, whatever `event` holds. */
export function normaliseNotification(
  metadata: EventsubMetadata,
  event: EventsubEvent,
  tellings: Tellings,
  sink: FrameSink,
): void {
  const type = textOf(metadata.subscription_type, ID_LENGTH_MAX);
  const normalise = NORMALISERS.get(type);
  if (normalise === undefined) return sink.ignored(type === '' ? 'notification' : type);
  if (isMirrored(event)) return sink.ignored('shared-chat');
  const stamp = {
    id: textOf(metadata.message_id, ID_LENGTH_MAX) || undefined,
    timestamp: eventTime(event.followed_at) ?? eventTime(metadata.message_timestamp),
  };
  normalise(event, new Telling(type, stamp, tellings, sink));
}

/** From another channel of a shared chat: those viewers do not watch our stream. */
function isMirrored(event: EventsubEvent): boolean {
  const { source_broadcaster_user_id: source, broadcaster_user_id: channel } = event;
  return source !== undefined && source !== null && source !== channel;
}

type Normalise = (event: EventsubEvent, telling: Telling) => void;

/** The words of a reward are reported with its redemption, too. */
function chatted(event: EventsubEvent, telling: Telling): void {
  const chat = telling.withId(event.message_id);
  chat.withUser(chatterOf(event), (user) => {
    const bits = integerOf(event.cheer?.bits);
    if (bits > 0) bitsPaid(user, bits, chat, 'gift');
    const text = chatText(event.message);
    if (text === '') chat.ignored('empty');
    else if (isOfReward(event)) chat.saidOnce(user, text);
    else chat.said(user, text);
  });
}

function isOfReward(event: EventsubEvent): boolean {
  const { channel_points_custom_reward_id: reward, message_type: type = 'text' } = event;
  return type !== 'text' || textOf(reward, ID_LENGTH_MAX) !== '';
}

/** Only the gift: its words come as a chat message. */
function usedBits(event: EventsubEvent, telling: Telling): void {
  const anonymous = event.is_anonymous === true;
  const user = anonymous ? makeUser('twitch', ANONYMOUS_CHEERER) : userOf(event);
  telling.withUser(user, (one) => {
    const bits = integerOf(event.bits);
    if (bits > 0) bitsPaid(one, bits, telling);
    else telling.ignored('no-bits');
  });
}

function followed(event: EventsubEvent, telling: Telling): void {
  telling.withUser(userOf(event), (user) => telling.followed(user));
}

/** The giver is reported by `channel.subscription.gift`. */
function subscribed(event: EventsubEvent, telling: Telling): void {
  if (event.is_gift === true) return telling.ignored('gifted-subscription');
  telling.withUser(userOf(event), (user) => subscriptionPaid(user, event.tier, telling));
}

function gaveSubscriptions(event: EventsubEvent, telling: Telling): void {
  const giver = event.is_anonymous === true ? anonymousGifter() : userOf(event);
  telling.withUser(giver, (user) => {
    const gift = makeGift({ name: subscriptionName(event.tier), count: event.total });
    subscriptionsGiven(user, gift, telling);
  });
}

/** A returning subscriber is reported when paying, and here when sharing it in the chat. */
function resubscribed(event: EventsubEvent, telling: Telling): void {
  telling.withUser(userOf(event, 'subscriber', event.cumulative_months), (user) => {
    subscriptionPaid(user, event.tier, telling);
    const text = resubscriptionText(event.message);
    if (text !== '') telling.saidOnce(user, text, 'comment');
  });
}

function donated(event: EventsubEvent, telling: Telling): void {
  telling.withUser(userOf(event), (user) => {
    const gift = charityGift(event.amount);
    telling.paid(user, gift, `charity\n${gift.totalValue}`);
  });
}

function redeemed(event: EventsubEvent, telling: Telling): void {
  const text = chatText(event.message) || chatText({ text: event.user_input });
  if (text === '') return telling.ignored('reward');
  telling.withUser(userOf(event), (user) => telling.saidOnce(user, text));
}

function userOf(event: EventsubEvent, badge = '', badgeLevel?: unknown): User | undefined {
  const name = textOf(event.user_name, ID_LENGTH_MAX) || event.user_login;
  return makeUser('twitch', { id: event.user_id, name, badge, badgeLevel, guard: badge !== '' });
}

const ID_LENGTH_MAX = 128;

/** A handler for each type that we subscribe to, and for no other: others never arrive. */
const KNOWN: Readonly<Record<EventsubType, Normalise>> = {
  'channel.chat.message': chatted,
  'channel.chat.notification': normaliseNotice,
  'channel.follow': followed,
  'channel.subscribe': subscribed,
  'channel.subscription.gift': gaveSubscriptions,
  'channel.subscription.message': resubscribed,
  'channel.cheer': usedBits,
  'channel.bits.use': usedBits,
  'channel.charity_campaign.donate': donated,
  'channel.channel_points_custom_reward_redemption.add': redeemed,
  'channel.channel_points_automatic_reward_redemption.add': redeemed,
  'channel.custom_power_up_redemption.add': redeemed,
};

const NORMALISERS: ReadonlyMap<string, Normalise> = new Map(Object.entries(KNOWN));
