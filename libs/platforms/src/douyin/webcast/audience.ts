import { integerOf, shownCount } from '#live-event';

/**
 * The number of viewers, from a number or from the short form that Douyin shows (`1.2万`, `10万+`). A
 * missing value is 0, since Douyin leaves zeros out.
 * @returns `undefined` for a value that is no number.
 */
export function audienceOf(value: unknown): number | undefined {
  if (value === undefined || value === null || value === '') return 0;
  if (typeof value === 'number') return integerOf(value);
  const shown = typeof value === 'string' ? shownCount(value) : undefined;
  return shown === undefined ? undefined : integerOf(shown);
}
