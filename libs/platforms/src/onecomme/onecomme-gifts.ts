import { fieldsOf, type Gift, integerOf, makeGift, paidAmount, smallestUnits } from '#live-event';
import { guardGift, superChatGift } from '../bilibili-open/bilibili-words.js';
import type { OneCommeComment } from './onecomme.external.js';

type Comment = Partial<OneCommeComment>;

/** The gift of a paid comment. */
export interface OneCommeGift {
  readonly gift: Gift;
  /** The text is the site's own sentence, not the viewer's. */
  readonly isNotice: boolean;
}

/** The gift of a comment; `undefined` if nothing was paid. */
export function giftOf(service: string, comment: Comment): OneCommeGift | undefined {
  const told = TOLD.get(`${service}.${kindOf(service, comment)}`);
  if (told !== undefined) return told(comment);
  if (comment.hasGift !== true) return undefined;
  const gift = (OF_SITE.get(service) ?? ofAnySite)(comment);
  return { gift, isNotice: NO_WORDS.has(service) && !isSuperChat(comment) };
}

function isSuperChat({ superChatData }: Comment): boolean {
  return integerOf(fieldsOf(superChatData).price) > 0;
}

/** The kind of a message, in OneComme's words; `''`: a plain comment, or an ordinary gift. */
function kindOf(service: string, comment: Comment): string {
  const { giftType, isSponsorshipGiftSender, membership: headings } = comment;
  if (isSponsorshipGiftSender === true) return 'sponsorgift';
  if (typeof giftType === 'string' && giftType !== '') return giftType;
  return service === 'youtube' && typeof headings === 'object' && headings !== null
    ? 'milestonechat'
    : '';
}

function superSticker(comment: Comment): OneCommeGift {
  return { gift: moneyGift('Super Sticker', comment), isNotice: true };
}

/** Memberships for others: `price` is their number. */
function giftedMemberships({ price }: Comment): OneCommeGift {
  return { gift: makeGift({ name: SUBSCRIPTION, count: price }), isNotice: true };
}

function membership(): OneCommeGift {
  return { gift: makeGift({ name: SUBSCRIPTION }), isNotice: false };
}

/** YouTube's own currency, like Twitch's bits. */
function jewels({ price, paidText }: Comment): OneCommeGift {
  const paid = paidAmount(typeof paidText === 'string' ? paidText : '');
  const told = paid?.kind === 'things' ? paid.count : (paid?.value ?? 0) / 100;
  const count = integerOf(price) || integerOf(told);
  return { gift: makeGift({ name: 'Jewels', count, unitValue: 1 }), isNotice: true };
}

function moneyGift(name: string, { price, unit, paidText }: Comment): Gift {
  const paid = paidAmount(typeof paidText === 'string' ? paidText : '');
  const value =
    typeof price === 'number' && typeof unit === 'string'
      ? smallestUnits(price, unit)
      : paid?.kind === 'money' && paid.value;
  return makeGift({ name, unitValue: value });
}

/** `price` may be the worth of the bits in yen. */
function bits({ bits: count, price }: Comment): Gift {
  return makeGift({ name: 'Bits', count: integerOf(count) || integerOf(price), unitValue: 1 });
}

function ofBilibili(comment: Comment): Gift {
  if (isSuperChat(comment)) return superChatGift(fieldsOf(comment.superChatData).price);
  const guard = fieldsOf(comment.guard);
  if (integerOf(guard.level) > 0) {
    return guardGift({ level: guard.level, count: 1, unit: '', price: comment.price });
  }
  return ofAnySite(comment);
}

function ofAnySite(comment: Comment): Gift {
  const gift = fieldsOf(comment.gift);
  const details = fieldsOf(gift.details);
  const giftData = fieldsOf(comment.giftData);
  return makeGift({
    name: fieldsOf(comment.item).name ?? gift.name ?? details.giftName ?? giftData.giftName,
    id: gift.giftId,
    count: giftData.num ?? gift.repeatCount ?? comment.n,
    unitValue: giftData.price ?? gift.price ?? details.diamondCount ?? comment.price,
  });
}

const SUBSCRIPTION = 'Subscription';

/** Kinds that are gifts by themselves, whether or not the message says so. */
const TOLD: ReadonlyMap<string, (comment: Comment) => OneCommeGift> = new Map([
  ['youtube.supersticker', superSticker],
  ['youtube.sponsorgift', giftedMemberships],
  ['youtube.milestonechat', membership],
  ['youtube.subscribe', membership],
  ['youtube.jewel', jewels],
  ['tiktok.subscribe', () => ({ ...membership(), isNotice: true })],
]);

const OF_SITE: ReadonlyMap<string, (comment: Comment) => Gift> = new Map([
  ['twitch', bits],
  ['youtube', (comment: Comment) => moneyGift('Super Chat', comment)],
  ['bilibili', ofBilibili],
  // Sites only for tips: their currency is a country's.
  ...['doneru', 'streamlabs', 'vtips'].map((site) => {
    return [site, (comment: Comment) => moneyGift('Donation', comment)] as const;
  }),
]);

/** Sites whose viewers write nothing with a gift: the text is OneComme's own sentence. */
const NO_WORDS: ReadonlySet<string> = new Set(['tiktok', 'bilibili']);
