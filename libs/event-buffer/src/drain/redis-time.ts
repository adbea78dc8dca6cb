import type { BufferRedis } from '../redis/buffer-redis.js';
import { redisNow } from '../redis/redis-now.js';

/**
 * By how much Redis's clock has to differ before it counts as set, in ms: more than an answer may have waited for a
 * busy process, and less than the age at which anything expires.
 */
const SET_MS = 10_000;
/** An answer that was on its way for longer, in ms, tells of no moment. */
const ANSWER_MS_MAX = 1000;

/** Learns when Redis's clock is set: a drain goes by the time that Redis had as it began, and may last for long. */
export class RedisTime {
  readonly #redis: Pick<BufferRedis, 'time'>;
  #aheadMs = 0;
  #heardAt = -Infinity;

  constructor(redis: Pick<BufferRedis, 'time'>) {
    this.#redis = redis;
  }

  /** To be called every few seconds. Rejects where Redis does not answer. */
  async look(): Promise<void> {
    const askedAt = performance.now();
    const told = await redisNow(this.#redis);
    const now = performance.now();
    if (now - askedAt > ANSWER_MS_MAX) return;
    this.#aheadMs = told - now;
    this.#heardAt = now;
  }

  /** Whether its clock was set since it said a time, in ms since 1970. @param at when, by a clock that never jumps. */
  isSetSince(time: number, at: number): boolean {
    return this.#heardAt > at && Math.abs(time - at - this.#aheadMs) > SET_MS;
  }
}
