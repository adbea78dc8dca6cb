import { integerOf, makeGift, textOf, type Gift } from '#live-event';
import { fieldsOf } from '../douyin/webcast-dialect.js';
import { paidAmount, smallestUnits } from '../paid-amount.js';
import { subscriptionName } from '../twitch-irc/subscription-name.js';
import { numberAmong, type Data } from './streamerbot-fields.js';

/** Subscriptions: one's own, or those that somebody gives. */
export function subscriptionOf(data: Data, count = 1): Gift {
  return makeGift({ name: subscriptionName(planOf(data)), count });
}

/** How many subscriptions a gift bomb gives. */
export function bombCount({ total, gifts, count, recipients }: Data): number {
  const known = numberAmong(total, gifts, count);
  return known || (Array.isArray(recipients) ? Math.max(1, recipients.length) : 1);
}

/** Whether a gifted subscription is one of a bomb, which is counted by itself. */
export function isOfBomb({ fromSubBomb, fromGiftBomb, fromCommunitySubGift }: Data): boolean {
  return fromSubBomb === true || fromGiftBomb === true || fromCommunitySubGift === true;
}

/** A Super Chat or a Super Sticker, in the smallest unit of its currency. */
export function superGift(name: string, data: Data): Gift {
  const { amount, microAmount, currencyCode } = data;
  const currency = textOf(currencyCode, TEXT_MAX);
  const micros = typeof microAmount === 'string' ? Number(microAmount) : microAmount;
  if (typeof micros === 'number' && micros > 0) {
    return makeGift({ name, unitValue: smallestUnits(micros / 1e6, currency) });
  }
  if (typeof amount === 'number') {
    return makeGift({ name, unitValue: smallestUnits(amount, currency) });
  }
  const paid = paidAmount(textOf(amount, TEXT_MAX));
  return makeGift({ name, unitValue: paid?.kind === 'money' ? paid.value : 0 });
}

/** Kicks: a gift that has its price for a number. */
export function kicksOf(data: Data): Gift {
  const kicks = fieldsOf((data.kicks ?? data.gift) as { name?: unknown; amount?: unknown });
  const unitValue = numberAmong(kicks.amount, data.amount);
  return makeGift({ name: textOf(kicks.name, TEXT_MAX) || 'Kicks', unitValue });
}

/** Twitch's own word for a plan, of what the versions call a tier. */
function planOf({ subTier, sub_tier, tier, isPrime, is_prime }: Data): string {
  if (isPrime === true || is_prime === true) return 'Prime';
  const told = textOf(subTier ?? sub_tier ?? tier, TEXT_MAX).toLowerCase();
  if (told === 'prime') return 'Prime';
  const number = integerOf(told.replace(/^tier\s?/, ''));
  return String(number > 0 && number < 10 ? number * 1000 : number);
}

const TEXT_MAX = 100;
