import { integerOf, makeGift, textOf, type Gift } from '#live-event';
import { paidAmount } from '../paid-amount.js';
import type { NinjaMessage, NinjaMeta } from './social-stream-ninja.external.js';

/** What `hasDonation` says was given; `undefined` where it is empty. */
export function donatedGift(site: string, event: string, hasDonation: unknown): Gift | undefined {
  const text = textOf(hasDonation, TEXT_MAX);
  if (text === '') return undefined;
  const paid = paidAmount(text);
  if (paid === undefined) return makeGift({ name: text });
  if (paid.kind === 'money') {
    return makeGift({ name: moneyName(site, event), unitValue: paid.value });
  }
  const unit = paid.unit.toLowerCase();
  const name = unit === 'bits' || unit === 'bit' ? 'Bits' : paid.unit;
  return makeGift({ name, count: paid.count, unitValue: CURRENCIES.has(unit) ? 1 : 0 });
}

/** A membership, or those that somebody gave; the tier and the count are where each site has them. */
export function subscriptionGift(
  { subtitle, membership }: Partial<NinjaMessage>,
  { tier: plan, totalGifted, gift_count, total }: Partial<NinjaMeta>,
  isForOthers: boolean,
): Gift {
  const text = textOf(subtitle, TEXT_MAX);
  const tier = TIER.exec(text)?.[1] ?? TIER.exec(textOf(membership, TEXT_MAX))?.[1] ?? tierOf(plan);
  const counts = [totalGifted, gift_count, total, COUNT.exec(text)?.[1]];
  return makeGift({
    name: tier === undefined ? 'Subscription' : `Subscription Tier ${tier}`,
    count: isForOthers ? counts.map(integerOf).find((count) => count > 0) : 1,
  });
}

/** Twitch's plan: 1000, 2000 or 3000. */
function tierOf(plan: unknown): string | undefined {
  const number = integerOf(plan);
  return number >= 1000 && number < 10_000 ? String(Math.floor(number / 1000)) : undefined;
}

function moneyName(site: string, event: string): string {
  if (event === 'supersticker') return 'Super Sticker';
  return site === 'youtube' || event === 'superchat' ? 'Super Chat' : 'Donation';
}

const TEXT_MAX = 100;
/** Moneys of the sites themselves: what was paid is counted in them. */
const CURRENCIES = new Set(
  'bit bits coin coins jewel jewels diamond diamonds gold kick kicks token tokens'.split(' '),
);
const TIER = /\btier\s?([1-9])\b/i;
/** A number of its own, which no tier or month follows from. */
const COUNT = /(?:^|\s|x)(\d{1,5})(?=\s|x|$)(?!\s?month)/i;
