import { fieldsOf } from './fields-of.js';

/**
 * Whether a foreign value is an object that can be read as the sample: each field of the sample is
 * absent, or holds a value of the same type. Numbers are finite. A list of the sample has one
 * element, which all elements of the value are like.
 */
export function isLike(value: unknown, sample: object): boolean {
  const fields = fieldsOf(value);
  if (fields !== value || Array.isArray(value)) return false;
  return Object.entries(sample).every(([name, one]) => {
    return fields[name] === undefined || isOfType(fields[name], one);
  });
}

/** Whether a foreign value is a list that begins with values of these types. */
export function isTuple(value: unknown, sample: readonly unknown[]): value is readonly unknown[] {
  return Array.isArray(value) && sample.every((one, index) => isOfType(value[index], one));
}

function isOfType(value: unknown, sample: unknown): boolean {
  if (Array.isArray(sample)) {
    return Array.isArray(value) && value.every((one) => isOfType(one, sample[0]));
  }
  if (typeof sample === 'object' && sample !== null) return isLike(value, sample);
  return typeof value === typeof sample && (typeof value !== 'number' || Number.isFinite(value));
}
