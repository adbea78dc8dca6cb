import { makeGift, textOf, type Gift, type User } from '#live-event';
import { SUBSCRIPTION_TOLD_MS } from '../decoding/tellings.js';
import { CHARITY_DONATION, minorUnits } from '../twitch-irc/charity-amount.js';
import { subscriptionName } from '../twitch-irc/subscription-name.js';
import type { Telling } from './eventsub-telling.js';
import type { EventsubAmount } from './eventsub.external.js';

/** A subscription that its owner pays for; it may be shared in the chat hours later. */
export function subscriptionPaid(user: User, tier: unknown, telling: Telling): void {
  const name = subscriptionName(tier);
  const lastsMs = SUBSCRIPTION_TOLD_MS;
  telling.paid(user, makeGift({ name }), `subscription\n${name}`, { lastsMs });
}

export function subscriptionsGiven(user: User, gift: Gift, telling: Telling): void {
  telling.paid(user, gift, `given\n${gift.giftName}\n${gift.giftNum}`);
}

export function bitsPaid(user: User, bits: number, telling: Telling, part = ''): void {
  const gift = makeGift({ name: 'Bits', count: bits, unitValue: 1 });
  telling.paid(user, gift, `bits\n${bits}`, { part });
}

/** A donation to the channel's charity. */
export function charityGift(amount: EventsubAmount | null | undefined): Gift {
  const { value, decimal_places: places, decimal_place: place, currency } = amount ?? {};
  const code = textOf(currency, CURRENCY_LENGTH_MAX);
  return makeGift({ name: CHARITY_DONATION, unitValue: minorUnits(value, places ?? place, code) });
}

const CURRENCY_LENGTH_MAX = 16;
