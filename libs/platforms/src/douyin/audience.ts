import { integerOf, shownCount } from '#live-event';

/**
 * How many watch, of a number or of what Douyin shows in its place (`1.2万`, `10万+`); nobody where
 * it is left out, as zeros are.
 *
 * @returns `undefined` for what tells no number.
 */
export function audienceOf(value: unknown): number | undefined {
  if (value === undefined || value === null || value === '') return 0;
  if (typeof value === 'number') return integerOf(value);
  const shown = typeof value === 'string' ? shownCount(value) : undefined;
  return shown === undefined ? undefined : integerOf(shown);
}
