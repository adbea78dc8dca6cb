import type { BufferRedis } from './buffer-redis.js';

/**
 * Texts that all processes share, each under a key of its own that `BufferKeys` names; most end by
 * themselves. Every call rejects when Redis cannot be used.
 */
export class SharedTexts {
  readonly #redis: BufferRedis;

  constructor(redis: BufferRedis) {
    this.#redis = redis;
  }

  /** `undefined` where there is none. */
  async get(key: string): Promise<string | undefined> {
    return (await this.#redis.get(key)) ?? undefined;
  }

  async has(key: string): Promise<boolean> {
    return (await this.#redis.exists(key)) === 1;
  }

  /** Writes a text, whatever is there. */
  async put(key: string, text: string, livesMs: number): Promise<void> {
    await this.#redis.set(key, text, 'PX', livesMs);
  }

  /**
   * Writes a text where there is none. @param livesMs absent: it stays.
   *
   * @returns whether it did: of several processes only one does.
   */
  async claim(key: string, text: string, livesMs?: number): Promise<boolean> {
    const done =
      livesMs === undefined
        ? await this.#redis.set(key, text, 'NX')
        : await this.#redis.set(key, text, 'PX', livesMs, 'NX');
    return done !== null;
  }

  /** @returns whether there was one: of several processes that remove it only one did. */
  async remove(key: string): Promise<boolean> {
    return (await this.#redis.del(key)) === 1;
  }

  /** For how long a text still lives, in ms; below 0 where there is none, or it stays. */
  async livesFor(key: string): Promise<number> {
    return this.#redis.pttl(key);
  }

  /** Has a text end in so many ms. */
  async endIn(key: string, inMs: number): Promise<void> {
    await this.#redis.pexpire(key, inMs);
  }

  /** Adds to a number that stays; it begins at 0. @returns the sum. */
  async add(key: string, by: number): Promise<number> {
    return this.#redis.incrby(key, by);
  }

  /** Notes a text in an index, a sorted set by time, and removes all texts but the newest in it. */
  async keepNewest(index: string, key: string, countMax: number): Promise<void> {
    await this.#redis.zadd(index, Date.now(), key);
    const excess = (await this.#redis.zcard(index)) - countMax;
    if (excess <= 0) return;
    const popped = await this.#redis.zpopmin(index, excess);
    // Redis answers name, score, name, score, …
    const oldest = popped.filter((_, i) => i % 2 === 0);
    await Promise.all(oldest.map(async (one) => this.#redis.del(one)));
  }
}
