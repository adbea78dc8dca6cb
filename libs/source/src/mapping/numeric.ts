/**
 * A number as platforms write it, with the commas of thousands taken out; anything else as it is.
 * `1,5` stays: its comma may stand for a point.
 */
export function numeric(value: unknown): unknown {
  if (typeof value !== 'string' || !value.includes(',') || value.length > 32) return value;
  return THOUSANDS.test(value) ? value.replaceAll(',', '') : value;
}

/** Whether `integerOf` makes a number of it, rather than 0 of something else. */
export function isNumeric(value: unknown): boolean {
  if (typeof value === 'number') return value >= 0;
  return typeof value === 'string' && DECIMAL.test(value);
}

const THOUSANDS = /^\d{1,3}(?:,\d{3}){1,7}(?:\.\d{1,6})?$/;
const DECIMAL = /^\d{1,20}(?:\.\d{1,9})?$/;
