import { connectBufferRedis, type BufferRedis, type RedisAddress } from '#event-buffer';

/**
 * The connections of one process to Redis, apart so that none holds up what keeps us alive: Redis
 * answers a connection in order, and some answers are megabytes or wait for replicas.
 */
export class RedisLinks {
  /** Leases, readiness and small reads: nothing may hold them up. */
  readonly small: BufferRedis;
  /** What reads ahead and settles. */
  readonly drain: BufferRedis;
  /** Appends, and where replicas are waited for. */
  readonly append: BufferRedis;

  constructor(address: RedisAddress, failed: (error: Error) => void) {
    this.small = connectBufferRedis(address, failed);
    this.drain = connectBufferRedis(address, failed);
    this.append = connectBufferRedis(address, failed);
  }

  /** Rejects unless Redis answers on all of them. */
  async ping(): Promise<void> {
    await Promise.all([this.small, this.drain, this.append].map(async (one) => one.ping()));
  }

  disconnect(): void {
    for (const one of [this.small, this.drain, this.append]) one.disconnect();
  }
}
