import type { IncomingMessage, ServerResponse } from 'node:http';
import { loggedError, type RelayLog } from '#telemetry';
import type { PortSlots } from '../port-slots.js';
import { answerOf, Problem } from '../problems/problem.js';
import { respond } from '../respond.js';
import { admit, type Caller } from './caller.js';
import { isOfOtherOrigin } from './origin.js';
import { sessionIdsOf } from './session-cookie.js';
import type { Sessions } from './sessions.js';
import { bearerOf, isOfThisMachine, SHOW_TOKEN, type Tokens } from './tokens.js';

const SESSION_PATH = '/api/session';
/** The route at which a one-time link begins a session. */
const LINK_PATH = '/api/session-links/use';
/**
 * The header that a page must send to change something with a session; another origin cannot send
 * it.
 */
const CONSOLE_HEADER = 'x-relay-console';

const ONLY_HERE =
  'Without RELAY_API_TOKEN only requests to localhost are served, and none that a proxy passes on: set it.';
const ONLY_HERE_ZH =
  '未设置 RELAY_API_TOKEN 时，只接受发往 localhost 的请求，经代理转发的一律拒绝：请先设置它。';

export interface DoorParts {
  readonly tokens: Tokens;
  /** Absent where this process has none. */
  readonly sessions: Sessions | undefined;
  /** The connections of the port: those of known callers are kept. */
  readonly slots: PortSlots;
  readonly log: RelayLog;
}

/**
 * Stands before everything below `/api`. Finds out who asks, before the body is read, and turns
 * away pages of other origins, callers without a token, and viewers that want a change.
 */
export class ApiDoor {
  readonly #tokens: Tokens;
  readonly #sessions: Sessions | undefined;
  readonly #slots: PortSlots;
  readonly #log: RelayLog;

  constructor({ tokens, sessions, slots, log }: DoorParts) {
    this.#tokens = tokens;
    this.#sessions = sessions;
    this.#slots = slots;
    this.#log = log;
  }

  /** A middleware, to be placed before anything that reads bodies. */
  readonly handle = (
    request: IncomingMessage,
    response: ServerResponse,
    next: () => void,
  ): void => {
    const path = pathOf(request);
    if (path !== '/api' && !path.startsWith('/api/')) return next();
    void this.#open(request, response, path, next);
  };

  async #open(
    request: IncomingMessage,
    response: ServerResponse,
    path: string,
    pass: () => void,
  ): Promise<void> {
    try {
      await this.#admit(request, path);
    } catch (error) {
      respond(request, response, answerOf(this.#problemOf(error)));
      return;
    }
    pass();
  }

  async #admit(request: IncomingMessage, path: string): Promise<void> {
    if (isOfOtherOrigin(request)) {
      throw new Problem('other-origin', 'Use the console of this relay, or a client with a token.');
    }
    if (this.#tokens.areNone && !isOfThisMachine(request.headers)) {
      throw new Problem('unauthenticated', ONLY_HERE, { detailZh: ONLY_HERE_ZH });
    }
    const caller = await this.#callerOf(request, path);
    if (caller === undefined) return;
    checkVerb(request, caller, path);
    admit(request, caller);
    // An event stream is open for long and must not be dropped to make room.
    this.#slots.admit(request.socket);
  }

  /** @returns `undefined` for an unknown caller of a route that needs none: to log in. */
  async #callerOf(request: IncomingMessage, path: string): Promise<Caller | undefined> {
    const { headers, method } = request;
    if (this.#tokens.areNone) return { role: 'operator', via: 'loopback' };
    if (headers.authorization !== undefined) {
      const found = this.#tokens.roleOf(bearerOf(headers) ?? '');
      const role = await this.#tokens.tries.judged(found, 'api', request, SHOW_TOKEN);
      return { role, via: 'bearer' };
    }
    const isLogin =
      (path === SESSION_PATH && (method === 'POST' || method === 'DELETE')) ||
      (path === LINK_PATH && method === 'POST');
    const ids = sessionIdsOf(request);
    const caller = await this.#callerOfAny(ids);
    if (caller !== undefined || isLogin) return caller;
    const detail = ids.length === 0 ? SHOW_TOKEN : 'The session is over: log in again.';
    throw new Problem('unauthenticated', detail);
  }

  async #callerOfAny(ids: readonly string[]): Promise<Caller | undefined> {
    for (const id of ids) {
      const caller = await this.#sessions?.find(id);
      if (caller !== undefined) return caller;
    }
    return undefined;
  }

  #problemOf(error: unknown): Problem {
    if (error instanceof Problem) return error;
    const sentence = 'A session cannot be looked up.';
    this.#log.writeSeldom('warn', 'session_failed', sentence, { error: loggedError(error) });
    return new Problem('unavailable', `${sentence} /readyz says how Redis is.`);
  }
}

const READING = new Set(['GET', 'HEAD', 'OPTIONS']);

function checkVerb({ method = '', headers }: IncomingMessage, caller: Caller, path: string): void {
  if (READING.has(method)) return;
  if (caller.via === 'session' && headers[CONSOLE_HEADER] === undefined) {
    throw new Problem('console-header-missing', 'Send the header X-Relay-Console: 1.');
  }
  if (caller.role === 'viewer' && path !== SESSION_PATH && path !== LINK_PATH) {
    throw new Problem('read-only-token', 'RELAY_VIEWER_TOKEN only looks; use RELAY_API_TOKEN.');
  }
}

/** The path as the routes match it: in lower case, also of an absolute address. */
export function pathOf({ url = '' }: IncomingMessage): string {
  const [path = ''] = url.replace(/^[a-z][a-z\d+.-]*:\/\/[^/?#]*/i, '').split(/[?#]/, 1);
  return path.toLowerCase();
}
