import type { IncomingMessage } from 'node:http';

/**
 * Whether a request was made by a page of another origin, in the browser of somebody who can reach
 * the relay. Such a request may carry the browser's cookies, or need no token, and must change
 * nothing. A proxy before the relay has to pass `Host` on.
 *
 * To a browser all ports of one host are one site, and share cookies: so `same-site` is not enough.
 * A link to a page of ours may be followed from anywhere.
 */
export function isOfOtherOrigin({ method, headers }: IncomingMessage): boolean {
  const { origin, host } = headers;
  if (origin !== undefined) {
    const from = hostOf(origin);
    return from === undefined || from !== host?.toLowerCase();
  }
  const site = headers['sec-fetch-site'];
  if (site !== 'cross-site' && site !== 'same-site') return false;
  const isLink =
    headers['sec-fetch-mode'] === 'navigate' && headers['sec-fetch-dest'] === 'document';
  return !(isLink && method === 'GET');
}

/** Whether a browser says that the page it shows was loaded through TLS. */
export function isSecureOrigin({ headers }: IncomingMessage): boolean {
  const forwarded = headers['x-forwarded-proto'];
  return (
    headers.origin?.toLowerCase().startsWith('https://') === true ||
    (typeof forwarded === 'string' && forwarded.split(',')[0]!.trim().toLowerCase() === 'https')
  );
}

/**
 * The host, with its port where that is not the default; absent for `null` and for what is no web
 * page.
 */
function hostOf(origin: string): string | undefined {
  if (!/^https?:/i.test(origin) || !URL.canParse(origin)) return undefined;
  return new URL(origin).host;
}
