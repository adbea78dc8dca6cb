import {
  fieldsOf,
  type Gift,
  integerOf,
  makeGift,
  paidAmount,
  type PaidAmount,
  smallestUnits,
  textOf,
} from '#live-event';
import type { NinjaMessage, NinjaMeta } from './social-stream-ninja.external.js';

/** The gift described by `hasDonation`; `undefined` if that is empty, or a count of 0. */
export function donatedGift(
  site: string,
  event: string,
  hasDonation: unknown,
  meta: Partial<NinjaMeta>,
): Gift | undefined {
  const text = textOf(hasDonation, TEXT_MAX);
  if (text === '') return undefined;
  const paid = paidAmount(CHINESE.has(site) ? text.replace(YUAN_OR_YEN, 'CN¥') : text);
  if (paid === undefined) return makeGift({ name: text, unitValue: besideOf(meta) });
  if (paid.kind === 'money') {
    if (paid.value === 0) return undefined;
    return makeGift({ name: moneyName(site, event), unitValue: paid.value });
  }
  if (paid.count === 0) return undefined;
  const unit = paid.unit.toLowerCase();
  const name = unit === 'bits' || unit === 'bit' ? 'Bits' : paid.unit;
  return makeGift({ name, count: paid.count, unitValue: CURRENCIES.has(unit) ? 1 : 0 });
}

/** A gift that has a name of its own, on TikTok or YouTube; `undefined` if it has none. */
export function namedGift(
  { subtitle }: Partial<NinjaMessage>,
  event: string,
  meta: Partial<NinjaMeta>,
  shown: Gift | undefined,
): Gift | undefined {
  if (event === 'jeweldonation') {
    const gift = fieldsOf(meta.youtubeGift as NinjaMeta['youtubeGift']);
    const name = textOf(gift.giftName, TEXT_MAX) || textOf(subtitle, TEXT_MAX);
    if (name === '') return undefined;
    const count = Math.max(1, integerOf(gift.comboCount));
    return makeGift({ name, count, unitValue: gift.jewelsAmount ?? shown?.totalValue });
  }
  const name = textOf(meta.giftName, TEXT_MAX);
  if (name === '') return undefined;
  const count = Math.max(1, integerOf(meta.repeatCount ?? meta.tiktokGiftCount));
  const totalValue = shown === undefined || shown.totalValue === 0 ? undefined : shown.totalValue;
  const told = meta.diamondCount ?? meta.coinsPerGift;
  const unitValue = told ?? (totalValue === undefined ? undefined : totalValue / count);
  return makeGift({ name, id: meta.giftId, count, unitValue, totalValue });
}

/** A membership, one's own or given to others; each site has the tier and the count elsewhere. */
export function subscriptionGift(
  { subtitle, membership, hasDonation, chatmessage }: Partial<NinjaMessage>,
  { tier: plan, totalGifted, gift_count, total, tokens }: Partial<NinjaMeta>,
  isForOthers: boolean,
): Gift {
  const text = textOf(subtitle, TEXT_MAX);
  const tier = TIER.exec(text)?.[1] ?? TIER.exec(textOf(membership, TEXT_MAX))?.[1] ?? tierOf(plan);
  const alert = fieldsOf(tokens);
  const told = [totalGifted, gift_count, total, alert.amount, alert.count];
  const counts = [...told, COUNT.exec(text)?.[1], thingsIn(hasDonation)];
  const written = COUNT.exec(textOf(chatmessage, TEXT_MAX))?.[1];
  return makeGift({
    name: tier === undefined ? 'Subscription' : `Subscription Tier ${tier}`,
    count: isForOthers ? [...counts, written].map(integerOf).find((count) => count > 0) : 1,
  });
}

/** Twitch's plan: 1000, 2000 or 3000. */
function tierOf(plan: unknown): string | undefined {
  const number = integerOf(plan);
  return number >= 1000 && number < 10_000 ? String(Math.floor(number / 1000)) : undefined;
}

/** The count in a text; 0 if it has none, or is an amount of money. */
function thingsIn(text: unknown): number {
  const paid: PaidAmount | undefined = paidAmount(textOf(text, TEXT_MAX));
  return paid?.kind === 'things' ? paid.count : 0;
}

/** The amount paid, if only the fields beside the text have it. */
function besideOf({ amount, currency }: Partial<NinjaMeta>): number {
  const money = textOf(currency, TEXT_MAX);
  const number = Number(textOf(amount, TEXT_MAX));
  return /^[A-Za-z]{3}$/.test(money) && number > 0 ? smallestUnits(number, money) : 0;
}

function moneyName(site: string, event: string): string {
  if (event === 'supersticker' || event === 'super_sticker') return 'Super Sticker';
  return site === 'youtube' || event === 'superchat' || event === 'super_chat'
    ? 'Super Chat'
    : 'Donation';
}

const TEXT_MAX = 100;
/** The sites' own currencies: payments in them are counted in their units. */
const CURRENCIES = new Set(
  [
    'bit bits coin coins jewel jewels diamond diamonds gold kick kicks token tokens star stars',
    'gem gems sat sats satoshi satoshis lemon lemons mana elixir credit credits 💎 ⭐',
    '金币 抖币 钻石 电池 金瓜子 星光 별풍선 치즈',
  ].flatMap((line) => line.split(' ')),
);
/** Sites on which ¥ is a yuan of a hundred fen, and not a yen. */
const CHINESE = new Set([
  'bilibili',
  'bilibilicom',
  'douyin',
  'douyu',
  'huya',
  'kuaishou',
  'weibo',
]);
const YUAN_OR_YEN = /^\s?[¥￥]|[¥￥]\s?$/u;
const TIER = /\btier\s?([1-9])\b/i;
/** A number by itself, which is neither a tier nor followed by `month`. */
const COUNT = /(?:^|\s|x)(\d{1,5})(?=\s|x|$)(?!\s?month)/i;
