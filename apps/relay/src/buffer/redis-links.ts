import {
  connectBufferRedis,
  connectionTold,
  type BufferRedis,
  type RedisAddress,
} from '#event-buffer';

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
