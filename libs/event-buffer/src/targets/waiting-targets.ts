import type { BufferKeys } from '../redis/buffer-keys.js';
import type { BufferRedis } from '../redis/buffer-redis.js';

/**
 * The targets that wait, as far as they were noted: a sweep then need not ask about all targets.
 * One that is missing here is still found, later.
 */
export class WaitingTargets {
  readonly #redis: BufferRedis;
  readonly #key: string;

  constructor(redis: BufferRedis, keys: BufferKeys) {
    this.#redis = redis;
    this.#key = keys.waiting;
  }

  /** Notes targets that wait, or are about to. */
  async note(targets: readonly string[]): Promise<void> {
    if (targets.length > 0) await this.#redis.sadd(this.#key, ...targets);
  }

  /** The noted targets; some no longer wait. */
  async noted(): Promise<string[]> {
    return this.#redis.smembers(this.#key);
  }

  /**
   * Forgets targets that do not wait. Look at each again afterwards: it may have been noted just
   * before.
   */
  async forget(targets: readonly string[]): Promise<void> {
    if (targets.length > 0) await this.#redis.srem(this.#key, ...targets);
  }
}
