/**
 * Reads a `Retry-After` header: seconds, or a date.
 * @param serverDate the answer's own `Date`, from which its dates count: our clock may be wrong.
 * @param now ms since 1970, used if the server does not tell its time.
 * @param longestMs the most that is returned.
 * @returns ms, more than 0; `undefined` if the header is absent, in the past or nonsense.
 * @see https://www.rfc-editor.org/rfc/rfc9110#name-retry-after
 */
export function retryAfterMs(
  header: string | undefined,
  serverDate: string | undefined,
  now: number,
  longestMs: number,
): number | undefined {
  if (header === undefined || header.length > HEADER_LENGTH_MAX) return undefined;
  const text = header.trim();
  const ms = /^\d+(?:\.\d+)?$/u.test(text)
    ? Math.ceil(Number(text) * 1000)
    : Date.parse(text) - readDate(serverDate, now);
  return ms > 0 ? Math.min(ms, longestMs) : undefined;
}

function readDate(serverDate: string | undefined, now: number): number {
  const read = serverDate === undefined ? NaN : Date.parse(serverDate.slice(0, HEADER_LENGTH_MAX));
  return Number.isNaN(read) ? now : read;
}

const HEADER_LENGTH_MAX = 64;
