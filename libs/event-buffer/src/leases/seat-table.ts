import type { BufferKeys } from '../redis/buffer-keys.js';
import type { BufferRedis } from '../redis/buffer-redis.js';

/** What is asked for: one of `max` seats, for so long. */
export interface SeatClaim {
  /** Names the process. */
  readonly holder: string;
  readonly max: number;
  readonly livesMs: number;
  /** Whether it is connected already, and so has one. */
  readonly isKept: boolean;
}

/**
 * Which processes have the few seats that a platform gives an account. Rejects when Redis is away.
 */
export class SeatTable {
  readonly #redis: Pick<BufferRedis, 'holdSeat' | 'zrem'>;
  readonly #keys: Pick<BufferKeys, 'seats'>;

  constructor(redis: Pick<BufferRedis, 'holdSeat' | 'zrem'>, keys: Pick<BufferKeys, 'seats'>) {
    this.#redis = redis;
    this.#keys = keys;
  }

  /** Takes a seat, or keeps it. @returns whether the process has one. */
  async hold(owner: string, { holder, max, livesMs, isKept }: SeatClaim): Promise<boolean> {
    const seats = this.#keys.seats(owner);
    const asked = { seats, holder, max, livesMs, isKept: isKept ? '1' : '0' } as const;
    return (await this.#redis.holdSeat(asked)) === 1;
  }

  /** Gives a seat back, if the process has one. */
  async giveBack(owner: string, holder: string): Promise<void> {
    await this.#redis.zrem(this.#keys.seats(owner), holder);
  }
}
