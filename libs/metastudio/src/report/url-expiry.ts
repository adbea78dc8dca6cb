import { RequestUrl } from '../request-url.js';

/** When a report URL ends, in ms, where it tells (`expires_time`). */
export function expiresTimeOf(url: RequestUrl): number | undefined {
  const written = url.parameter('expires_time') ?? '';
  return /^\d{1,16}$/u.test(written) ? Number(written) : undefined;
}

/** The same of a URL in text; `undefined` also for what is no URL. */
export function reportUrlExpiry(text: string): number | undefined {
  const url = RequestUrl.parse(text);
  return url === undefined ? undefined : expiresTimeOf(url);
}
