import type { BufferKeys } from './buffer-keys.js';
import type { BufferRedis } from './buffer-redis.js';
import type { RedisAddress } from './redis-address.js';
import { Signal } from './signal.js';

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
export class FullSignal extends Signal {
  /** @param onError errors of the connection, which repairs itself. */
  constructor(
    address: RedisAddress,
    keys: BufferKeys,
    heard: (target: string) => void,
    onError: (error: Error) => void,
  ) {
    super(address, keys.full, { heard, failed: onError });
  }
}
