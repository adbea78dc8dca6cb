import type { BufferKeys } from './buffer-keys.js';
import type { BufferRedis } from './buffer-redis.js';
import type { RedisAddress } from './redis-address.js';
import { Signal } from './signal.js';

/**
 * Tells the reporter that has a target parked, in whichever process, that the target's buffer has a
 * full report, an event that matters more than what waits, or any where none waited. Lost if the
 * reporter has no connection at that moment.
 */
export async function tellFull(
  redis: BufferRedis,
  keys: BufferKeys,
  target: string,
): Promise<void> {
  await redis.publish(keys.full, target);
}

/** No target's id begins like this. */
const LOOK = 'look:';

/**
 * Tells all reporters that the live jobs of a project may have changed. May be lost in the same
 * way.
 */
export async function tellLook(
  redis: BufferRedis,
  keys: BufferKeys,
  project: string,
): Promise<void> {
  await redis.publish(keys.full, `${LOOK}${project}`);
}

export interface ReporterNews {
  /** See {@link tellFull}. */
  full(target: string): void;
  /** See {@link tellLook}. */
  look(project: string): void;
  /** Signals may have been lost until now. */
  listening?(): void;
}

/** Receives the signals for reporters. */
export class FullSignal extends Signal {
  /** @param onError errors of the connection, which repairs itself. */
  constructor(
    address: RedisAddress,
    keys: BufferKeys,
    news: ReporterNews,
    onError: (error: Error) => void,
  ) {
    const heard = (message: string): void => {
      if (message.startsWith(LOOK)) news.look(message.slice(LOOK.length));
      else news.full(message);
    };
    super(address, keys.full, { heard, listening: () => news.listening?.(), failed: onError });
  }
}
