import type { BufferKeys } from '../redis/buffer-keys.js';
import type { BufferRedis } from '../redis/buffer-redis.js';

/** How long a process keeps the desk without renewing it, in ms. */
const KEPT_MS = 20_000;

/** Whether this process is the one that sends notices. */
export interface AtNoticeDesk {
  readonly isHere: boolean;
  /** By Redis's clock, in ms. */
  readonly now: number;
  /** What any process has told before; '': nothing. */
  readonly told: string;
}

/** Ensures that only one process of an installation sends notices. */
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
   * Claims the desk, or keeps it; call it every few seconds.
   * @param told kept for the next process at the desk; '' leaves it unchanged.
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

  /** Who has the desk, or had it last; claims nothing. Rejects where Redis does not answer. */
  async holder(): Promise<string | null> {
    return this.#redis.hget(this.#key, 'by');
  }

  /** Leaves the desk to another process. */
  async leave(): Promise<void> {
    if ((await this.holder()) !== this.#process) return;
    await this.#redis.hset(this.#key, 'ends', '0');
  }
}
