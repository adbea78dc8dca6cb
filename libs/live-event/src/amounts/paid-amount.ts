/** The payment in a text such as `$5.00`, `500 bits` or `1 YouTube Gift`. */
export type PaidAmount =
  | { readonly kind: 'money'; /** In the currency's smallest unit. */ readonly value: number }
  | { readonly kind: 'things'; readonly count: number; /** As written. */ readonly unit: string };

/** Reads the amount that a tool shows for a paid message; `undefined` if it is none. */
export function paidAmount(text: string): PaidAmount | undefined {
  const shown = shownAmount(text);
  if (shown === undefined) return undefined;
  const { before, number, rest } = shown;
  const currency = currencyOf(shown);
  if (currency !== undefined) return { kind: 'money', value: smallestUnits(number, currency) };
  const after = rest.replace(/^[x×]\s/u, '');
  const unit = before === '' ? after : TIMES.exec(before)?.[1];
  if (unit === undefined) return undefined;
  return { kind: 'things', count: Math.min(COUNT_MAX, Math.floor(number)), unit };
}

/**
 * Reads money as people write it (`1.234,50`, `€5,00`, `¥１，０００`), in the smallest unit of its
 * currency; `undefined` if it is none.
 * @param currency its code; `''`: take it from the sign beside the amount.
 */
export function shownMoney(text: string, currency: string): number | undefined {
  const shown = shownAmount(text);
  const sign = shown && currencyOf(shown);
  return sign === undefined ? undefined : smallestUnits(shown!.number, currency || sign);
}

interface ShownAmount {
  readonly before: string;
  readonly number: number;
  readonly rest: string;
}

function shownAmount(text: string): ShownAmount | undefined {
  const match = text.length <= TEXT_MAX ? AMOUNT.exec(plain(text)) : null;
  if (match === null) return undefined;
  const [, before = '', digits = '', scale = '', rest = ''] = match;
  const name = before.trim();
  const isOfThousands = digitsOf((name || rest).replace(/\.$/, '')) === 3;
  const number = decimal(digits, isOfThousands) * (SCALES.get(scale.toLowerCase()) ?? 1);
  return { before: name, number, rest };
}

/** `''`: a bare number; `undefined`: an amount of something else than money. */
function currencyOf({ before, rest }: ShownAmount): string | undefined {
  const named = [before, rest].filter(isCurrency);
  // Many currencies share the dollar sign; a code belongs to one.
  const currency = named.find((name) => CODE.test(name)) ?? named[0];
  return currency ?? (before === '' && rest === '' ? '' : undefined);
}

/** An amount in the smallest unit of its currency: cents of dollars, but whole yen. */
export function smallestUnits(amount: number, currency: string): number {
  return Math.min(COUNT_MAX, Math.round(amount * 10 ** digitsOf(currency)));
}

/** The number of decimals, by a sign, a code, or a code beside a sign. */
function digitsOf(currency: string): number {
  const name = currency.toUpperCase();
  return DIGITS.get(name) ?? DIGITS.get(CODE.exec(name)?.[0] ?? '') ?? 2;
}

/**
 * The text as a Latin keyboard would write it: spaces of any width become plain ones, full-width
 * signs narrow, digits of other scripts 0 to 9, and invisible marks disappear.
 */
function plain(text: string): string {
  return (
    text
      .normalize('NFKC')
      .replace(/\p{Default_Ignorable_Code_Point}|[\u200e\u200f\u061c]/gu, '')
      .replace(/\s+/gu, ' ')
      .replaceAll('\u066b', '.')
      .replaceAll('\u066c', ',')
      .replace(/(\p{L})\.(?=\s?\d)/gu, '$1 ')
      // `20,-` is a round sum.
      .replace(/(\d)[.,]\s?[-–—]+/gu, '$1')
      // A name of letters and points would look like part of a number.
      .replace(POINTED, (name) => name.replaceAll('.', ''))
      .replace(OTHER_DIGIT, (digit) => String((digit.charCodeAt(0) - zeroOf(digit)) % 10))
      .trim()
  );
}

/** The digits of a script are consecutive, from its 0 on. */
function zeroOf(digit: string): number {
  const code = digit.charCodeAt(0);
  return ZEROS.find((zero) => code >= zero && code < zero + 10) ?? code;
}

function isCurrency(unit: string): boolean {
  return SIGN.test(unit) || WORDS.has(unit.toLowerCase().replace(/\.$/, ''));
}

/**
 * Reads `1,234.50`, `1.234,50`, `5,00` and `1,000`: the last mark is the decimal point, unless 3
 * digits follow it and something other than 0 is before it, or the currency has three decimals.
 */
function decimal(written: string, isOfThousands: boolean): number {
  const digits = written.replace(/[ '’]/g, '');
  const last = Math.max(digits.lastIndexOf('.'), digits.lastIndexOf(','));
  if (last === -1) return Number(digits);
  const mark = digits[last]!;
  const isAlone = digits.indexOf(mark) === last;
  const isGroup =
    digits.length - last - 1 === 3 &&
    !/^0+$/.test(digits.slice(0, last)) &&
    !(isOfThousands && isAlone);
  const isPoint = !isGroup && isAlone;
  const whole = (isPoint ? digits.slice(0, last) : digits).replace(/[.,]/g, '');
  return Number(isPoint ? `${whole}.${digits.slice(last + 1)}` : whole);
}

/** An Arabic currency sign: `ج.م.`, `د.إ.`. */
const POINTED = /\p{L}\.\p{L}\.?(?!\p{L})/gu;
const TEXT_MAX = 64;
/** More than any room has seen, and far below the largest safe integer. */
const COUNT_MAX = 1e15;
const AMOUNT =
  /^([^\d.,]{0,40})(\d{1,3}(?:[ '’]\d{3}){1,5}(?:[.,]\d{1,2})?|\d[\d.,]{0,15})(?:([kKmM万])(?=\s|$|\p{Sc}))?(?:\s{0,2}([^\d\s][^\d]{0,40}))?$/u;
/** The zeros of Arabic, Persian, Hindi, Bengali and Thai digits. */
const ZEROS = [0x660, 0x6f0, 0x966, 0x9e6, 0xe50];
const OTHER_DIGIT = /[\u0660-\u0669\u06f0-\u06f9\u0966-\u096f\u09e6-\u09ef\u0e50-\u0e59]/g;
const SCALES: ReadonlyMap<string, number> = new Map([
  ['k', 1000],
  ['m', 1_000_000],
  ['万', 10_000],
]);
/** A symbol, with or without letters beside it, or a currency's three letters. */
const SIGN = /^(?:[A-Z]{0,3}\s?\p{Sc}\s?[A-Z]{0,3}|[A-Z]{3})$/u;
/** Names of currencies that have neither, in lower case. */
const WORDS: ReadonlySet<string> = new Set(
  [
    '元 块 人民币 rmb 円 日元 圓 원 บาท',
    'dollar dollars euro euros pound pounds yen yuan ruble rubles rubel рублей рубля рубль руб р',
    'zł kr kč ft lei лв tl rm rp грн din fr sfr s/ bs rs usd eur gbp jpy cny cad aud krw brl mxn inr',
    'twd hkd sgd thb php idr vnd pln nzd ریال تومان جم دإ رس دك دا دم دت دج رق رع دب دع لل',
  ].flatMap((line) => line.split(' ')),
);
const CODE = /[A-Z]{3}/;
const TIMES = /^(.{1,38}?)\s?[x×*]$/u;

/** The number of decimals, where it is not 2. */
const DIGITS: ReadonlyMap<string, number> = new Map([
  ...'¥ ￥ JP¥ JPY 円 日元 YEN ₩ KRW 원 ₫ VND CLP ISK PYG UGX XAF XOF XPF RWF'
    .split(' ')
    .map((currency) => [currency, 0] as const),
  ...'BHD KWD OMR JOD TND IQD LYD دك دب رع دا دت دع'
    .split(' ')
    .map((currency) => [currency, 3] as const),
  ['₿', 8],
  ['BTC', 8],
]);
