import type { FrameSink } from '../frame.js';
import type { MappingProblem } from './mapping-problem.js';
import { numeric } from './numeric.js';

/**
 * A whole number, or a text that holds one; `undefined` if there is none. A fraction, or a value
 * that is no number (except `false`, which some send for none), is reported to the sink and counts
 * as missing: `4.99` is a price in another unit, and 4 would be wrong.
 * @param field its name in a mapping.
 */
export function wholeNumber(value: unknown, sink: FrameSink, field: string): unknown {
  const plain = numeric(value);
  if (plain === undefined || plain === null || plain === false) return undefined;
  if (typeof plain === 'number' && Number.isInteger(plain)) return plain;
  if (typeof plain === 'string' && (WHOLE.test(plain) || plain.trim() === '')) return plain;
  sink.malformed('not-an-integer' satisfies MappingProblem, { field });
  return undefined;
}

const WHOLE = /^\s{0,9}-?\d{1,30}\s{0,9}$/;
