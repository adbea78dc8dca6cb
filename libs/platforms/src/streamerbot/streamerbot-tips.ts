import { makeGift, makeUser, textOf, type Gift, type User } from '#live-event';
import { fieldsOf } from '../douyin/webcast-dialect.js';
import { moneyOf } from './streamerbot-gifts.js';
import type { Data } from './streamerbot-fields.js';

type Fields = Readonly<Record<string, unknown>>;

/** A payment on a site for tips, memberships or orders, which Streamer.bot passes on. */
export interface Tip {
  readonly user: User | undefined;
  readonly gift: Gift;
  readonly text: string;
}

/** What a payment is called, by the event that tells it. */
const TIPS = {
  'StreamElements.Tip': 'Donation',
  'Streamlabs.Donation': 'Donation',
  'Streamlabs.CharityDonation': 'Donation',
  'Kofi.Donation': 'Donation',
  'Kofi.Subscription': 'Subscription',
  'Kofi.Resubscription': 'Subscription',
  'Kofi.ShopOrder': 'Order',
  'Kofi.Commission': 'Order',
  'TipeeeStream.Donation': 'Donation',
  'DonorDrive.Donation': 'Donation',
  'Fourthwall.Donation': 'Donation',
  'Fourthwall.SubscriptionPurchased': 'Subscription',
  'Fourthwall.OrderPlaced': 'Order',
  'Fourthwall.GiftPurchase': 'Order',
  'Pallygg.CampaignTip': 'Donation',
  'Patreon.PledgeCreated': 'Subscription',
} as const;

/** An event that tells a payment. */
export type TipName = keyof typeof TIPS;

export const TIP_NAMES = Object.keys(TIPS) as readonly TipName[];

/** The sites pass on names alone, each in a field of its own, and some in a block of its own. */
export function tipOf(name: TipName, platform: string, data: Data): Tip {
  const flat = data as Fields;
  const blocks = BLOCKS.map((key) => fieldsOf(flat[key] as Fields | undefined));
  const places: readonly Fields[] = [flat, ...blocks];
  const first = (keys: readonly string[]): unknown => {
    for (const place of places) {
      const key = keys.find((one) => textOf(place[one], TEXT_MAX) !== '');
      if (key !== undefined) return place[key];
    }
    return undefined;
  };
  const anonymous = data.isAnonymous === true || data.anonymous === true;
  const user = makeUser(platform, {
    id: anonymous ? undefined : first(IDS),
    name: (anonymous ? undefined : first(NAMES)) ?? ANONYMOUS,
  });
  const value = moneyOf(first(AMOUNTS), first(CURRENCIES)) || moneyOf(first(SHOWN), undefined);
  // Ko-fi's supporters choose who reads what they write.
  const written = flat['isPublic'] === false ? undefined : first(WORDS);
  return {
    user,
    gift: makeGift({ name: TIPS[name], unitValue: value }),
    text: typeof written === 'string' ? written : '',
  };
}

const BLOCKS = ['user', 'donation', 'tip', 'donor', 'supporter', 'payment', 'amount', 'amounts'];
const IDS = ['userId', 'user_id', 'providerId'];
const NAMES = [
  'displayName from from_name fromName user username userName name donorName donor supporter',
  'tipUsername donationFrom kofiFrom supporterName nickname',
].flatMap((line) => line.split(' '));
const AMOUNTS = 'amount tipAmount donationAmount total value price'.split(' ');
const CURRENCIES = 'currency tipCurrency donationCurrency currencyCode currency_code'.split(' ');
const SHOWN = 'formattedAmount formatted_amount tipFormattedAmount amountString'.split(' ');
const WORDS = 'message comment tipMessage donationMessage text note'.split(' ');
const TEXT_MAX = 256;
const ANONYMOUS = 'Anonymous';
