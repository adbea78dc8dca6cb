import { SharedTexts, type BufferKeys, type BufferRedis } from '#event-buffer';
import { randomBytes } from 'node:crypto';
import type { Caller } from './caller.js';
import type { ApiRole, NameOfId, Tokens } from './tokens.js';

/** How long a session lives; use does not prolong it. */
export const SESSION_MS = 12 * 60 * 60 * 1000;

export interface NewSession {
  readonly id: string;
  readonly caller: Caller;
}

/**
 * The sessions of people who showed a token once, in Redis for all processes. Redis holds neither
 * id nor token, only a value derived from both: a session ends with its token.
 *
 * Every call may reject when Redis cannot be used.
 */
export class Sessions {
  readonly #texts: SharedTexts;
  readonly #keys: BufferKeys;
  readonly #tokens: Tokens;
  readonly #ended = new Set<(id: string) => void>();

  constructor(redis: BufferRedis, keys: BufferKeys, tokens: Tokens) {
    this.#texts = new SharedTexts(redis);
    this.#keys = keys;
    this.#tokens = tokens;
  }

  /** @param by the role whose token it depends on: it ends with that token. */
  async begin(role: ApiRole, by = role): Promise<NewSession> {
    const id = randomBytes(32).toString('base64url');
    const expiresAt = Date.now() + SESSION_MS;
    for (const one of this.#keysOf(id)) {
      if (one.role !== role || one.by !== by) continue;
      await this.#texts.put(one.key, String(expiresAt), SESSION_MS);
    }
    return { id, caller: { role, via: 'session', sessionId: id, expiresAt } };
  }

  /** The caller of a session; absent where it has ended, or never was. */
  async find(id: string): Promise<Caller | undefined> {
    if (!isSessionId(id)) return undefined;
    for (const { role, key } of this.#keysOf(id)) {
      const expiresAt = await this.#texts.get(key);
      if (expiresAt === undefined) continue;
      return { role, via: 'session', sessionId: id, expiresAt: Number(expiresAt) };
    }
    return undefined;
  }

  /** Ends a session, for all processes. */
  async end(id: string): Promise<void> {
    for (const { key } of this.#keysOf(id)) await this.#texts.remove(key);
    for (const heard of this.#ended) heard(id);
  }

  /**
   * Calls `heard` at once for each session that ends in this process.
   *
   * @returns ends it.
   */
  onEnd(heard: (id: string) => void): () => void {
    this.#ended.add(heard);
    return () => this.#ended.delete(heard);
  }

  #keysOf(id: string): (NameOfId & { readonly key: string })[] {
    return this.#tokens.namesOf(id).map((one) => {
      return { ...one, key: this.#keys.session(one.name) };
    });
  }
}

const SESSION_ID = /^[\w-]{43}$/u;

/** Whether it looks like one. */
export function isSessionId(text: string): boolean {
  return SESSION_ID.test(text);
}
