import type { BufferKeys } from '../redis/buffer-keys.js';
import type { BufferRedis } from '../redis/buffer-redis.js';

/**
 * Tells whether Redis has lost what it held, such as who works on which target: a key that is always
 * there is gone then.
 */
export class LossMark {
  readonly #redis: BufferRedis;
  readonly #mark: string;

  constructor(redis: BufferRedis, keys: BufferKeys) {
    this.#redis = redis;
    this.#mark = keys.lost;
  }

  /** To be called as a process starts, before it works on anything: a Redis that is new has lost nothing. */
  async begin(): Promise<void> {
    // Also where Redis is full: what empties it must start.
    await this.#redis.lossAge({ mark: this.#mark, begins: 1 });
  }

  /** How long ago the loss was noticed, in ms; `undefined`: there was none. */
  async ageMs(): Promise<number | undefined> {
    const age = await this.#redis.lossAge({ mark: this.#mark, begins: 0 });
    return age < 0 ? undefined : age;
  }
}
