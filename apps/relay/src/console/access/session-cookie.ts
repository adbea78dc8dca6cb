import type { IncomingMessage } from 'node:http';
import { isSecureOrigin } from './origin.js';
import { SESSION_MS } from './sessions.js';

/**
 * A page on another port of this host could set a cookie of this name, too: it belongs to no
 * session then.
 */
const NAME = 'relay_session';

/** The session's id in a request's cookie. */
export function sessionIdOf({ headers }: IncomingMessage): string | undefined {
  for (const pair of (headers.cookie ?? '').split(';')) {
    const [name, value] = pair.trim().split('=', 2);
    if (name === NAME && value !== undefined) return value;
  }
  return undefined;
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
