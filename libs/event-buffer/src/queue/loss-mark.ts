import type { BufferKeys } from '../redis/buffer-keys.js';
import type { BufferRedis } from '../redis/buffer-redis.js';

/**
 * Tells whether Redis has lost its data, such as who works on which target: a key that is otherwise
 * always there is then gone.
 */
export class LossMark {
  readonly #redis: BufferRedis;
  readonly #mark: string;
  #hasBegun = false;
  #seen = 0;
  /** The mark of the last loss that is told, or was before this process began. */
  #told: number | undefined;

  constructor(redis: BufferRedis, keys: BufferKeys) {
    this.#redis = redis;
    this.#mark = keys.lost;
  }

  /**
   * How long ago a loss was noticed, in ms; `undefined`: there was none. To be called as a process
   * starts, before it works on anything, since a fresh Redis has lost nothing.
   */
  async ageMs(): Promise<number | undefined> {
    const begins = this.#hasBegun ? 0 : 1;
    const [age, mark] = await this.#redis.lossAge({ mark: this.#mark, begins });
    this.#hasBegun = true;
    this.#seen = mark;
    this.#told ??= mark;
    return age < 0 ? undefined : age;
  }

  /** Whether {@link ageMs} has seen a loss that this has not told yet: a clock that is set makes none. */
  tells(): boolean {
    const isNew = this.#seen > 0 && this.#seen !== this.#told;
    this.#told = this.#seen;
    return isNew;
  }

  /** When a loss was last noticed, in ms since 1970 by Redis's clock; 0: none was. Only looks. */
  async noticedAt(): Promise<number> {
    const at = Number(await this.#redis.get(this.#mark));
    return Number.isFinite(at) ? at : 0;
  }
}
