import { integerOf } from '#live-event';

/**
 * How many watch, of a number or of what Douyin shows in its place (`1.2万`, `10万+`); nobody where
 * it is left out, as zeros are.
 *
 * @returns `undefined` for what tells no number.
 */
export function audienceOf(value: unknown): number | undefined {
  if (value === undefined || value === null || value === '') return 0;
  if (typeof value === 'number') return integerOf(value);
  const match = typeof value === 'string' && value.length <= 32 ? SHOWN.exec(value.trim()) : null;
  if (match === null) return undefined;
  const [, digits, unit = ''] = match;
  // Rounded: 1.2 times 10 000 would be less than 12 000.
  return integerOf(Math.round(Number(digits) * (UNITS.get(unit.toLowerCase()) ?? 1)));
}

const SHOWN = /^(\d{1,16}(?:\.\d{1,4})?)\s?([万亿wW]?)\+?$/u;
const UNITS: ReadonlyMap<string, number> = new Map([
  ['万', 1e4],
  ['w', 1e4],
  ['亿', 1e8],
]);
