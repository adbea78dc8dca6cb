import type { Cluster, Redis } from 'ioredis';
import type { BufferKeys } from './buffer-keys.js';
import type { BufferRedis } from './buffer-redis.js';
import { openRedis, type RedisAddress } from './redis-address.js';

/**
 * Tells the reporter that rests on a target, wherever it is, that the target's buffer has a full
 * report. What is told while a reporter has no connection is lost.
 */
export async function tellFull(
  redis: BufferRedis,
  keys: BufferKeys,
  target: string,
): Promise<void> {
  await redis.publish(keys.full, target);
}

/** Hears of targets whose buffers have a full report; see {@link tellFull}. */
export class FullSignal {
  readonly #redis: Redis | Cluster;
  readonly #channel: string;
  readonly #onError: (error: Error) => void;

  /** @param onError errors of the connection, which repairs itself. */
  constructor(
    address: RedisAddress,
    keys: BufferKeys,
    heard: (target: string) => void,
    onError: (error: Error) => void,
  ) {
    this.#redis = openRedis(address, { maxRetriesPerRequest: null });
    this.#redis.on('error', onError);
    this.#redis.on('message', (_channel: string, target: string) => heard(target));
    this.#channel = keys.full;
    this.#onError = onError;
  }

  /** Hears from the moment when Redis answers, and again after every loss of the connection. */
  start(): void {
    this.#redis.subscribe(this.#channel).catch((error: unknown) => this.#onError(error as Error));
  }

  stop(): void {
    this.#redis.disconnect();
  }
}
