/** What a text such as `$5.00`, `500 bits` or `1 YouTube Gift` says was paid. */
export type PaidAmount =
  | { readonly kind: 'money'; /** In the currency's smallest unit. */ readonly value: number }
  | { readonly kind: 'things'; readonly count: number; /** As written. */ readonly unit: string };

/** Reads the amount that a tool shows of a paid message; `undefined` where it is none. */
export function paidAmount(text: string): PaidAmount | undefined {
  const match = text.length <= TEXT_MAX ? AMOUNT.exec(text.trim()) : null;
  if (match === null) return undefined;
  const [, written = '', digits = '', after = ''] = match;
  const before = written.trim();
  const currency = [before, after].find((unit) => CURRENCY.test(unit));
  if (currency !== undefined || (before === '' && after === '')) {
    return { kind: 'money', value: smallestUnits(decimal(digits), currency ?? '') };
  }
  const unit = before === '' ? after : TIMES.exec(before)?.[1];
  if (unit === undefined) return undefined;
  return { kind: 'things', count: Math.floor(decimal(digits)), unit };
}

/** An amount in the smallest unit of its currency: cents of dollars, but whole yen. */
export function smallestUnits(amount: number, currency: string): number {
  return Math.round(WITHOUT_CENTS.has(currency.toUpperCase()) ? amount : amount * 100);
}

/** `1,234.50`, `1.234,50`, `5,00` and `1,000` alike: the last mark is a point unless 3 digits follow. */
function decimal(digits: string): number {
  const last = Math.max(digits.lastIndexOf('.'), digits.lastIndexOf(','));
  if (last === -1) return Number(digits);
  const mark = digits[last]!;
  const isPoint = digits.length - last - 1 !== 3 && digits.indexOf(mark) === last;
  const whole = (isPoint ? digits.slice(0, last) : digits).replace(/[.,]/g, '');
  return Number(isPoint ? `${whole}.${digits.slice(last + 1)}` : whole);
}

const TEXT_MAX = 64;
const AMOUNT = /^([^\d.,]{0,40})(\d[\d.,]{0,15})(?:\s{0,2}([^\d\s][^\d]{0,40}))?$/u;
/** A symbol, with letters before it or not, or a currency's three letters. */
const CURRENCY = /^(?:[A-Z]{0,3}\p{Sc}|[A-Z]{3})$/u;
const TIMES = /^(.{1,38}?)\s?[x×]$/u;
const WITHOUT_CENTS = new Set(['¥', '￥', 'JP¥', 'JPY', '₩', 'KRW', '₫', 'VND', 'CLP', 'ISK']);
