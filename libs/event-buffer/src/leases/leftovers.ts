import type { BufferKeys } from '../redis/buffer-keys.js';
import type { BufferRedis } from '../redis/buffer-redis.js';

/**
 * Names of things that platforms keep open for the holder of a bridge, such as a session, so that
 * the next holder can end them. The names are no secrets.
 */
export class Leftovers {
  readonly #redis: BufferRedis;
  readonly #key: string;

  constructor(redis: BufferRedis, keys: BufferKeys) {
    this.#redis = redis;
    this.#key = keys.fleet.leftovers;
  }

  /** The name of what is open for a bridge; `''`: nothing is known. */
  async of(bridge: string): Promise<string> {
    return (await this.#redis.hget(this.#key, bridge)) ?? '';
  }

  /** @param name the name of what is open now; `''`: nothing is. */
  async note(bridge: string, name: string): Promise<void> {
    if (name === '') await this.#redis.hdel(this.#key, bridge);
    else await this.#redis.hset(this.#key, bridge, name);
  }
}
