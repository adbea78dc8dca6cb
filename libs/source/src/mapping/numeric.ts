/**
 * A number in a string with the commas of thousands removed; anything else unchanged. `1,5` stays:
 * its comma may be a decimal point.
 */
export function numeric(value: unknown): unknown {
  if (typeof value !== 'string' || !value.includes(',') || value.length > 32) return value;
  return THOUSANDS.test(value) ? value.replaceAll(',', '') : value;
}

/** Whether `integerOf` reads it as a number, rather than as 0 for something else. */
export function isNumeric(value: unknown): boolean {
  if (typeof value === 'number') return value >= 0;
  return typeof value === 'string' && DECIMAL.test(value);
}

const THOUSANDS = /^\d{1,3}(?:,\d{3}){1,7}(?:\.\d{1,6})?$/;
const DECIMAL = /^\d{1,20}(?:\.\d{1,9})?$/;
