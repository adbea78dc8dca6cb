import {
  connectBufferRedis,
  connectionTold,
  type BufferRedis,
  type RedisAddress,
} from '#event-buffer';

/**
 * The connections of one process to Redis. They are separate since Redis answers each in order, and
 * some answers are megabytes or wait for replicas: leases and locks must not wait behind them.
 */
export class RedisLinks {
  /** Leases, readiness and small reads: nothing may hold them up. */
  readonly small: BufferRedis;
  /** For drains, which read ahead and settle. */
  readonly drain: BufferRedis;
  /** For appends, which may wait for replicas. */
  readonly append: BufferRedis;

  constructor(address: RedisAddress, failed: (error: Error) => void) {
    this.small = connectBufferRedis(address, failed);
    this.drain = connectBufferRedis(address, failed);
    this.append = connectBufferRedis(address, failed);
  }

  /** Rejects unless Redis answers on all of them. One that is on its way is waited for. */
  async ping(): Promise<void> {
    const asked = [this.small, this.drain, this.append].map(async (one) => {
      await connectionTold(one);
      await one.ping();
    });
    await Promise.all(asked);
  }

  disconnect(): void {
    for (const one of [this.small, this.drain, this.append]) one.disconnect();
  }
}
