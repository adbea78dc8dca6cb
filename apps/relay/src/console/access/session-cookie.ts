import type { IncomingMessage } from 'node:http';
import { isSecureOrigin } from './origin.js';
import { isSessionId, SESSION_MS } from './sessions.js';

const NAME = 'relay_session';
/** How many cookies of the name are looked at: each is looked up in Redis. */
const COOKIES_MAX = 4;

/**
 * The ids in a request's cookies that may be a session's. A page on another port of this host, or
 * another relay there, can set a cookie of the same name that comes before ours.
 */
export function sessionIdsOf({ headers }: IncomingMessage): readonly string[] {
  const ids: string[] = [];
  for (const pair of (headers.cookie ?? '').split(';')) {
    const [name, value] = pair.trim().split('=', 2);
    if (name === NAME && value !== undefined && isSessionId(value)) ids.push(value);
    if (ids.length === COOKIES_MAX) break;
  }
  return ids;
}

/**
 * The header that sets or clears the session's cookie: unreadable for scripts, and not sent from
 * other sites.
 */
export function sessionCookie(request: IncomingMessage, id: string | undefined): string {
  const seconds = id === undefined ? 0 : SESSION_MS / 1000;
  const secure = isSecureOrigin(request) ? '; Secure' : '';
  return `${NAME}=${id ?? ''}; Path=/; Max-Age=${seconds}; HttpOnly; SameSite=Strict${secure}`;
}
