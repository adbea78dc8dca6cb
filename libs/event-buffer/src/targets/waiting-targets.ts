import type { BufferKeys } from '../redis/buffer-keys.js';
import type { BufferRedis } from '../redis/buffer-redis.js';

/**
 * The targets that wait, as far as anybody noted: who looks after them need not ask about all that
 * there are. One that is missing is found all the same, later.
 */
export class WaitingTargets {
  readonly #redis: BufferRedis;
  readonly #key: string;

  constructor(redis: BufferRedis, keys: BufferKeys) {
    this.#redis = redis;
    this.#key = keys.waiting;
  }

  /** These wait, or are about to. */
  async note(targets: readonly string[]): Promise<void> {
    if (targets.length > 0) await this.#redis.sadd(this.#key, ...targets);
  }

  /** Those that were noted; some wait no more. */
  async noted(): Promise<string[]> {
    return this.#redis.smembers(this.#key);
  }

  /** These do not wait. To be followed by a look at each: it may have been noted just before. */
  async forget(targets: readonly string[]): Promise<void> {
    if (targets.length > 0) await this.#redis.srem(this.#key, ...targets);
  }
}
