import type { IncomingMessage } from 'node:http';
import { isSecureOrigin } from './origin.js';
import { SESSION_MS } from './sessions.js';

/** A page of another port of this host could set one of this name, too: it is then of no session. */
const NAME = 'relay_session';

/** The session's id that a browser shows. */
export function sessionIdOf({ headers }: IncomingMessage): string | undefined {
  for (const pair of (headers.cookie ?? '').split(';')) {
    const [name, value] = pair.trim().split('=', 2);
    if (name === NAME && value !== undefined) return value;
  }
  return undefined;
}

/** The header that gives a browser its session, or takes it: no script reads it, no other site sends it. */
export function sessionCookie(request: IncomingMessage, id: string | undefined): string {
  const seconds = id === undefined ? 0 : SESSION_MS / 1000;
  const secure = isSecureOrigin(request) ? '; Secure' : '';
  return `${NAME}=${id ?? ''}; Path=/; Max-Age=${seconds}; HttpOnly; SameSite=Strict${secure}`;
}
