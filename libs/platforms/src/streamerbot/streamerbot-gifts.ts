import {
  fieldsOf,
  type Gift,
  integerOf,
  makeGift,
  paidAmount,
  smallestUnits,
  textOf,
} from '#live-event';
import { CHARITY_DONATION, minorUnits } from '../twitch-irc/charity-amount.js';
import { subscriptionName } from '../twitch-irc/subscription-name.js';
import { numberAmong, type Data } from './streamerbot-fields.js';

/** Subscriptions: one's own, or those given to others. */
export function subscriptionOf(data: Data, count = 1): Gift {
  return makeGift({ name: subscriptionName(planOf(data)), count });
}

/** How many subscriptions a gift bomb gives. */
export function bombCount({ total, gifts, count, recipients }: Data): number {
  const known = numberAmong(total, gifts, count);
  return known || (Array.isArray(recipients) ? Math.max(1, recipients.length) : 1);
}

/** Whether a gifted subscription is part of a gift bomb, which is counted separately. */
export function isOfBomb(data: Data): boolean {
  const { fromSubBomb, fromGiftBomb, fromCommunitySubGift, communityGiftId } = data;
  const told = [fromSubBomb, fromGiftBomb, fromCommunitySubGift];
  if (told.includes(true)) return true;
  return !told.includes(false) && textOf(communityGiftId, TEXT_MAX) !== '';
}

/** Whether somebody else pays for a subscription. */
export function isGifted({ isGift, is_gift }: Data): boolean {
  return isGift === true || is_gift === true;
}

/** A Super Chat or a Super Sticker, in the smallest unit of its currency. */
export function superGift(name: string, data: Data): Gift {
  const { amount, microAmount, currencyCode } = data;
  const micros = typeof microAmount === 'string' ? Number(microAmount) : microAmount;
  if (typeof micros === 'number' && micros > 0) {
    return makeGift({ name, unitValue: moneyOf(micros / 1e6, currencyCode) });
  }
  return makeGift({ name, unitValue: moneyOf(amount, currencyCode) });
}

/**
 * An amount of money, as a number or as shown, in the smallest unit of its currency; 0 if none is
 * told.
 */
export function moneyOf(amount: unknown, currencyCode: unknown): number {
  const currency = textOf(currencyCode, TEXT_MAX);
  if (typeof amount === 'number') return amount > 0 ? smallestUnits(amount, currency) : 0;
  const shown = textOf(amount, TEXT_MAX);
  const paid = paidAmount(BARE_NUMBER.test(shown) ? `${shown} ${currency}` : shown);
  return paid?.kind === 'money' ? paid.value : 0;
}

/** A donation to a channel's charity; its amount may be a block or a number. */
export function charityGift({ amount, currency, currencyCode }: Data): Gift {
  const told = fieldsOf(amount as CharityAmount);
  const money = textOf(told.currency ?? currency ?? currencyCode, TEXT_MAX);
  const unitValue =
    told.value === undefined
      ? moneyOf(amount, money)
      : minorUnits(told.value, told.decimal_places ?? told.decimalPlaces, money);
  return makeGift({ name: CHARITY_DONATION, unitValue });
}

/** The price of a power-up in bits; 0 if the event is about channel points. */
export function powerUpBits(data: Data): number {
  const reward = fieldsOf((data.reward ?? data.powerUp ?? data.customPowerUp) as RewardFields);
  const told = [data.rewardType, data.reward_type, data.type, reward.type];
  const kind = told.map((one) => textOf(one, TEXT_MAX)).find((one) => one !== '') ?? '';
  const bits = numberAmong(data.bits, data.bitsCost, reward.bits, reward.bitsCost);
  if (bits > 0) return bits;
  if (!POWER_UPS.has(kind)) return 0;
  return numberAmong(data.rewardCost, data.reward_cost, data.cost, reward.cost, data.amount);
}

/** A gift priced in jewels; jewels themselves if it has no name. */
export function jewelsOf(data: Data): Gift {
  const paid = paidAmount(textOf(data.amount, TEXT_MAX));
  const jewels =
    numberAmong(data.jewelsAmount, data.jewels, data.amount) ||
    (paid?.kind === 'things' ? paid.count : 0);
  const name = textOf(data.name, TEXT_MAX);
  if (name === '' && jewels > 0) return makeGift({ name: JEWELS, count: jewels, unitValue: 1 });
  return makeGift({ name: name || JEWELS, unitValue: jewels });
}

/** Kicks: a gift whose number is its price. */
export function kicksOf(data: Data): Gift {
  const kicks = fieldsOf((data.kicks ?? data.gift) as { name?: unknown; amount?: unknown });
  const unitValue = numberAmong(kicks.amount, data.amount);
  return makeGift({ name: textOf(kicks.name, TEXT_MAX) || 'Kicks', unitValue });
}

/** A Trovo spell, with the number of casts, each worth its mana or elixir. */
export function spellOf(data: Data): Gift {
  const told = fieldsOf((data.spell ?? data.gift) as SpellFields);
  const flat = data as SpellFields;
  const names = [told.name, data.spell, flat.spellName, flat.giftName, data.gift, data.name];
  const name = names.find((one) => typeof one === 'string' && one !== '');
  return makeGift({
    name: textOf(name, TEXT_MAX) || 'Spell',
    count: numberAmong(flat.quantity, flat.num, data.count, flat.spellCount) || 1,
    unitValue: numberAmong(told.value, flat.value, flat.giftValue, flat.gift_value, flat.price),
  });
}

/** Twitch's own name of a plan, for the tier in any version. */
function planOf({ subTier, sub_tier, tier, isPrime, is_prime }: Data): string {
  if (isPrime === true || is_prime === true) return 'Prime';
  const told = textOf(subTier ?? sub_tier ?? tier, TEXT_MAX).toLowerCase();
  if (told === 'prime') return 'Prime';
  const number = integerOf(told.replace(/^tier\s?/, ''));
  return String(number > 0 && number < 10 ? number * 1000 : number);
}

interface CharityAmount {
  readonly value?: unknown;
  readonly decimal_places?: unknown;
  readonly decimalPlaces?: unknown;
  readonly currency?: unknown;
}

interface RewardFields {
  readonly type?: unknown;
  readonly cost?: unknown;
  readonly bits?: unknown;
  readonly bitsCost?: unknown;
}

interface SpellFields {
  readonly name?: unknown;
  readonly value?: unknown;
  readonly price?: unknown;
  readonly quantity?: unknown;
  readonly num?: unknown;
  readonly spellCount?: unknown;
  readonly spellName?: unknown;
  readonly giftName?: unknown;
  readonly giftValue?: unknown;
  readonly gift_value?: unknown;
}

const POWER_UPS = new Set(['message_effect', 'gigantify_an_emote', 'celebration']);
const TEXT_MAX = 100;
const JEWELS = 'Jewels';
const BARE_NUMBER = /^[\d.,]{1,32}$/;
