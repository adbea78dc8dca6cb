import { fieldsOf, type Gift, integerOf, makeGift, makeUser, textOf, type User } from '#live-event';
import type { FrameSink } from '#source';
import { moneyOf } from './streamerbot-gifts.js';
import { commentText } from '../chat-text/comment-text.js';
import type { Stamp } from '../decoding/stamp.js';
import type { Data } from './streamerbot-fields.js';

type Fields = Readonly<Record<string, unknown>>;

/** A payment on a site for tips, memberships or orders, passed on by Streamer.bot. */
interface Tip {
  readonly user: User | undefined;
  readonly gift: Gift;
  readonly text: string;
}

/** The name of a payment, by its event. */
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
  'StreamElements.Merch': 'Order',
  'Streamlabs.Merchandise': 'Order',
  'TreatStream.Treat': 'Treat',
  'Shopify.OrderPaid': 'Order',
} as const;

/** An event that reports a payment. */
export type TipName = keyof typeof TIPS;

export const TIP_NAMES = Object.keys(TIPS) as readonly TipName[];

/** These sites only pass on names, each in another field, some in a nested block. */
function tipOf(name: TipName, platform: string, data: Data): Tip {
  const flat = data as Fields;
  const blocks = blocksOf(flat);
  const places: readonly Fields[] = [flat, ...blocks, ...blocks.flatMap(blocksOf)];
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
  const value =
    moneyOf(first(AMOUNTS), first(CURRENCIES)) ||
    integerOf(first(CENTS)) ||
    moneyOf(first(SHOWN), undefined);
  // Ko-fi's supporters choose whether their message is public.
  const written = flat['isPublic'] === false ? undefined : first(WORDS);
  return {
    user,
    gift: makeGift({ name: TIPS[name], unitValue: value }),
    text: typeof written === 'string' ? written : '',
  };
}

/** A handler that reports a payment as a gift and its words. */
export function tipped(name: TipName) {
  return ({ platform, data, stamp }: TipTold, sink: FrameSink): void => {
    const { user, gift, text: written } = tipOf(name, platform, data);
    if (user === undefined) return sink.malformed('no-user');
    const giftId = stamp.id === undefined ? undefined : `${stamp.id}:gift`;
    sink.event({ type: 'gift', ...stamp, id: giftId, user, gift });
    const text = commentText(written, '');
    if (text !== '') sink.event({ type: 'comment', ...stamp, user, text });
  };
}

interface TipTold {
  readonly platform: string;
  readonly data: Data;
  readonly stamp: Stamp;
}

function blocksOf(fields: Fields): readonly Fields[] {
  return BLOCKS.map((key) => fieldsOf(fields[key] as Fields | undefined));
}

const BLOCKS = [
  'user donation tip donor supporter customer payment amount amounts',
  'campaignTip member attributes',
].flatMap((line) => line.split(' '));
const IDS = ['userId', 'user_id', 'providerId'];
const NAMES = [
  'displayName from from_name fromName user username userName name donorName donor supporter',
  'tipUsername tipDisplayName donationFrom kofiFrom supporterName nickname sender',
  'full_name fullName firstName first_name',
].flatMap((line) => line.split(' '));
const AMOUNTS = [
  'amount tipAmount donationAmount total totalPrice total_price value price',
  'tipGrossAmount grossAmount',
].flatMap((line) => line.split(' '));
const CENTS = [
  'tipGrossAmountInCents grossAmountInCents amountInCents amountCents amount_cents',
  'currently_entitled_amount_cents pledge_amount_cents',
].flatMap((line) => line.split(' '));
const CURRENCIES = 'currency tipCurrency donationCurrency currencyCode currency_code'.split(' ');
const SHOWN = [
  'formattedAmount formatted_amount tipFormattedAmount amountString tipGrossAmountFormatted',
].flatMap((line) => line.split(' '));
const WORDS = 'message comment tipMessage donationMessage text note'.split(' ');
const TEXT_MAX = 256;
const ANONYMOUS = 'Anonymous';
