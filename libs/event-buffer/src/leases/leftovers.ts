import type { BufferKeys } from '../redis/buffer-keys.js';
import type { BufferRedis } from '../redis/buffer-redis.js';

/**
 * What platforms keep open for the holders of bridges, by name, such as a session: with the leases, so
 * that whoever holds a bridge next can end it. No name is a secret.
 */
export class Leftovers {
  readonly #redis: BufferRedis;
  readonly #key: string;

  constructor(redis: BufferRedis, keys: BufferKeys) {
    this.#redis = redis;
    this.#key = keys.fleet.leftovers;
  }

  /** What is open for a bridge; `''`: nothing is known. */
  async of(bridge: string): Promise<string> {
    return (await this.#redis.hget(this.#key, bridge)) ?? '';
  }

  /** @param name of what is open from now on; `''`: nothing is. */
  async note(bridge: string, name: string): Promise<void> {
    if (name === '') await this.#redis.hdel(this.#key, bridge);
    else await this.#redis.hset(this.#key, bridge, name);
  }
}
