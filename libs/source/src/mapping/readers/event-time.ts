/**
 * A platform's time as ms since 1970. Accepts numbers, and strings that hold one, of seconds (with
 * fractions, too), ms, µs or ns, told apart by their size; and RFC 3339 text.
 * @returns `undefined` for anything else: a text without an offset, whose zone is unknown, and a
 *   number too small for a date (before March 1973), which is a duration or a counter.
 */
export function eventTime(value: unknown): number | undefined {
  if (typeof value === 'number') return ofNumber(value);
  if (typeof value !== 'string' || value.length > TEXT_LENGTH_MAX) return undefined;
  if (DECIMAL.test(value)) return ofNumber(Number(value));
  if (!RFC_3339.test(value)) return undefined;
  const time = Date.parse(value.toUpperCase().replace(' ', 'T'));
  return time > 0 ? time : undefined;
}

function ofNumber(value: number): number | undefined {
  if (!(value >= SECONDS_MIN) || value === Infinity) return undefined;
  if (value < MS_MIN) return Math.floor(value * 1000);
  if (value < MICROSECONDS_MIN) return Math.floor(value);
  return Math.floor(value < NANOSECONDS_MIN ? value / 1000 : value / 1_000_000);
}

// Each unit covers the years 1973 to 5138 before the next unit's smallest value, so no current time
// is taken for another unit.
const SECONDS_MIN = 1e8;
const MS_MIN = 1e11;
const MICROSECONDS_MIN = 1e14;
const NANOSECONDS_MIN = 1e17;

const TEXT_LENGTH_MAX = 40;
const DECIMAL = /^\d{1,20}(?:\.\d{1,12})?$/;
const RFC_3339 = /^\d{4}-\d\d-\d\d[Tt ]\d\d:\d\d:\d\d(?:\.\d{1,12})?(?:[Zz]|[+-]\d\d:\d\d)$/;
