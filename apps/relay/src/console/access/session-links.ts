import { SharedTexts, type BufferKeys, type BufferRedis } from '#event-buffer';
import { randomBytes } from 'node:crypto';
import type { ApiRole, Tokens } from './tokens.js';

/** How long a link may be opened. */
const LINK_MS = 5 * 60 * 1000;

export interface NewLink {
  /** A secret, for as long as the link may be opened. */
  readonly code: string;
  readonly expiresAt: number;
}

/**
 * Links that begin a session once, for a browser that cannot be asked for a token, such as a dock
 * of OBS. Redis holds only a value derived from code and token, as with sessions: a link ends with
 * the token that it was made with.
 *
 * Every call may reject when Redis cannot be used.
 */
export class SessionLinks {
  readonly #texts: SharedTexts;
  readonly #keys: BufferKeys;
  readonly #tokens: Tokens;

  constructor(redis: BufferRedis, keys: BufferKeys, tokens: Tokens) {
    this.#texts = new SharedTexts(redis);
    this.#keys = keys;
    this.#tokens = tokens;
  }

  /** @param role what the session may do. */
  async make(role: ApiRole): Promise<NewLink> {
    const code = randomBytes(32).toString('base64url');
    for (const one of this.#tokens.namesOf(code)) {
      if (one.role !== role || one.by !== 'operator') continue;
      await this.#texts.put(this.#keys.sessionLink(one.name), '1', LINK_MS);
    }
    return { code, expiresAt: Date.now() + LINK_MS };
  }

  /**
   * Uses a link up. @returns the role of its session; absent where there is no such link any more.
   */
  async use(code: string): Promise<ApiRole | undefined> {
    if (!CODE.test(code)) return undefined;
    for (const { role, by, name } of this.#tokens.namesOf(code)) {
      // The removal decides: of two that come at once only one gets it.
      if (by !== 'operator') continue;
      if (await this.#texts.remove(this.#keys.sessionLink(name))) return role;
    }
    return undefined;
  }
}

const CODE = /^[\w-]{43}$/u;
