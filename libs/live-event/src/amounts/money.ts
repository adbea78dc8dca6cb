import { INTEGER_MAX } from '../limits.js';

/**
 * The number of decimals of a currency: 2 for dollars (cents), 0 for yen, 3 for Kuwaiti dinars; 2
 * for an unknown currency.
 * @param currency its code of ISO 4217, in either case.
 */
export function currencyDigits(currency: string): number {
  return DIGITS.get(currency.trim().toUpperCase()) ?? 2;
}

/**
 * An amount in the smallest unit of its currency, as a whole number up to 2^31 - 1: `13.37` dollars
 * are 1337. Exact, without the errors of binary fractions; anything finer than the smallest unit is
 * rounded.
 * @param amount a number, or a text that holds one, with a decimal point and perhaps commas between
 *   thousands.
 * @param exponent how many decimals the amount is shifted by: 0 if it is in dollars, 6 if it is in
 *   millionths of them.
 * @returns `undefined` if it is no amount: another text, or a number below 0.
 */
export function smallestUnitsOf(
  amount: unknown,
  exponent: number,
  currency: string,
): number | undefined {
  const match = AMOUNT.exec(writtenOf(amount));
  if (match === null) return undefined;
  const [, whole = '', fraction = ''] = match;
  const digits = BigInt(whole.replaceAll(',', '') + fraction);
  const shift = currencyDigits(currency) - exponent - fraction.length;
  const units = shift >= 0 ? digits * 10n ** BigInt(shift) : rounded(digits, 10n ** BigInt(-shift));
  return units > BigInt(INTEGER_MAX) ? INTEGER_MAX : Number(units);
}

function rounded(digits: bigint, unit: bigint): bigint {
  return (digits + unit / 2n) / unit;
}

function writtenOf(amount: unknown): string {
  if (typeof amount === 'string') return amount.length <= TEXT_MAX ? amount.trim() : '';
  return typeof amount === 'number' ? String(amount) : '';
}

const TEXT_MAX = 40;
const AMOUNT = /^(\d{1,20}|\d{1,3}(?:,\d{3}){1,6})(?:\.(\d{1,20}))?$/;

/** The currencies of ISO 4217 that do not have 2 decimals. */
const DIGITS: ReadonlyMap<string, number> = new Map([
  ...'BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF'
    .split(' ')
    .map((currency) => [currency, 0] as const),
  ...'BHD IQD JOD KWD LYD OMR TND'.split(' ').map((currency) => [currency, 3] as const),
  ...'CLF UYW'.split(' ').map((currency) => [currency, 4] as const),
]);
