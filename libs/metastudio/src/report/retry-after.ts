import { RETRY_AFTER_MS_MAX } from './report-outcome.js';

/**
 * Reads a `Retry-After` header: seconds, or a date.
 *
 * @param serverDate the answer's own `Date`, against which its dates count: our clock may be off.
 * @returns ms from 1 to {@link RETRY_AFTER_MS_MAX}; `undefined` for none, past and nonsense.
 */
export function retryAfterMsOf(
  header: string | undefined,
  serverDate: string | undefined,
  now: number,
): number | undefined {
  if (header === undefined || header.length > HEADER_LENGTH_MAX) return undefined;
  const text = header.trim();
  const ms = /^\d+(?:\.\d+)?$/u.test(text)
    ? Math.ceil(Number(text) * 1000)
    : Date.parse(text) - readDate(serverDate, now);
  return ms > 0 ? Math.min(ms, RETRY_AFTER_MS_MAX) : undefined;
}

function readDate(serverDate: string | undefined, now: number): number {
  const read = serverDate === undefined ? NaN : Date.parse(serverDate.slice(0, HEADER_LENGTH_MAX));
  return Number.isNaN(read) ? now : read;
}

const HEADER_LENGTH_MAX = 64;
