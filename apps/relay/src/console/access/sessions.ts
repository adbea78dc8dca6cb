import type { BufferRedis } from '#event-buffer';
import { randomBytes } from 'node:crypto';
import type { Caller } from './caller.js';
import type { ApiRole, Tokens } from './tokens.js';

/** How long a session lives, whatever is done with it. */
export const SESSION_MS = 12 * 60 * 60 * 1000;

export interface NewSession {
  readonly id: string;
  readonly caller: Caller;
}

/**
 * The sessions of people who showed a token once, kept in Redis for all processes. Redis holds no
 * id and no token, only what both together give: a session ends with its token.
 *
 * Every call may reject when Redis cannot be used.
 */
export class Sessions {
  readonly #redis: BufferRedis;
  readonly #prefix: string;
  readonly #tokens: Tokens;
  readonly #ended = new Set<(id: string) => void>();

  constructor(redis: BufferRedis, prefix: string, tokens: Tokens) {
    this.#redis = redis;
    this.#prefix = prefix;
    this.#tokens = tokens;
  }

  async begin(role: ApiRole): Promise<NewSession> {
    const id = randomBytes(32).toString('base64url');
    const expiresAt = Date.now() + SESSION_MS;
    for (const [of, key] of this.#keysOf(id)) {
      if (of === role) await this.#redis.set(key, String(expiresAt), 'PX', SESSION_MS);
    }
    return { id, caller: { role, via: 'session', sessionId: id, expiresAt } };
  }

  /** Whose session it is; absent where it has ended, or never was. */
  async find(id: string): Promise<Caller | undefined> {
    if (!SESSION_ID.test(id)) return undefined;
    for (const [role, key] of this.#keysOf(id)) {
      const expiresAt = await this.#redis.get(key);
      if (expiresAt === null) continue;
      return { role, via: 'session', sessionId: id, expiresAt: Number(expiresAt) };
    }
    return undefined;
  }

  /** Ends a session, for all processes. */
  async end(id: string): Promise<void> {
    for (const [, key] of this.#keysOf(id)) await this.#redis.del(key);
    for (const heard of this.#ended) heard(id);
  }

  /**
   * Hears at once of each session that ends in this process.
   *
   * @returns ends it.
   */
  onEnd(heard: (id: string) => void): () => void {
    this.#ended.add(heard);
    return () => this.#ended.delete(heard);
  }

  #keysOf(id: string): [role: ApiRole, key: string][] {
    return this.#tokens
      .sessionNames(id)
      .map(([role, name]) => [role, `${this.#prefix}:session:${name}`]);
  }
}

const SESSION_ID = /^[\w-]{43}$/u;
