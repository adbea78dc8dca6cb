import { RequestUrl } from '../request-url.js';

/** When a report URL expires, in ms, if it tells (`expires_time`). */
export function expiresTimeOf(url: RequestUrl): number | undefined {
  const written = url.parameter('expires_time') ?? '';
  return /^\d{1,16}$/u.test(written) ? Number(written) : undefined;
}

/** As {@link expiresTimeOf}, for a URL in text; `undefined` also if it is no URL. */
export function reportUrlExpiry(text: string): number | undefined {
  const url = RequestUrl.parse(text);
  return url === undefined ? undefined : expiresTimeOf(url);
}
