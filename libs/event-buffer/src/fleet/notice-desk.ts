import type { BufferKeys } from '../redis/buffer-keys.js';
import type { BufferRedis } from '../redis/buffer-redis.js';

/** How long a process has the desk without renewing that, in ms. */
const KEPT_MS = 20_000;

/** Whether this process is the one that tells people what goes wrong. */
export interface AtNoticeDesk {
  readonly isHere: boolean;
  /** By Redis's clock, in ms. */
  readonly now: number;
  /** What any process told before; '': nothing. */
  readonly told: string;
}

/** Sees to it that only one process of an installation tells people what goes wrong. */
export class NoticeDesk {
  readonly #redis: BufferRedis;
  readonly #key: string;
  readonly #process: string;

  constructor(redis: BufferRedis, keys: BufferKeys, process: string) {
    this.#redis = redis;
    this.#key = keys.notices;
    this.#process = process;
  }

  /**
   * Claims the desk, or keeps it; to be repeated within some seconds.
   *
   * @param told is kept for the process that tells next; '' leaves it as it is.
   */
  async keep(told = ''): Promise<AtNoticeDesk> {
    const [isHere, now, before] = await this.#redis.tellNotices({
      notices: this.#key,
      process: this.#process,
      forMs: KEPT_MS,
      told,
    });
    return { isHere: isHere === 1, now: Number(now), told: before };
  }

  /** Leaves the desk to another process. */
  async leave(): Promise<void> {
    if ((await this.#redis.hget(this.#key, 'by')) !== this.#process) return;
    await this.#redis.hset(this.#key, 'ends', '0');
  }
}
