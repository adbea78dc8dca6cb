import { randomBytes } from 'node:crypto';
import type { BufferKeys, BufferRedis } from '#event-buffer';

const SALT_BYTES = 16;
const TRY_EVERY_MS = 500;

/**
 * The salt of this relay's message id hashes: made by whoever starts first, shared by all.
 * Waits for Redis, for as long as it takes.
 *
 * @param failed hears why it takes so long.
 * @throws the reason of `signal`, when it aborts first.
 */
export async function loadSalt(
  redis: BufferRedis,
  keys: BufferKeys,
  signal: AbortSignal,
  failed: (error: Error) => void,
): Promise<string> {
  for (;;) {
    signal.throwIfAborted();
    try {
      await redis.set(keys.salt, randomBytes(SALT_BYTES).toString('hex'), 'NX');
      const salt = await redis.get(keys.salt);
      if (salt !== null) return salt;
    } catch (error) {
      failed(error as Error);
    }
    await new Promise<void>((resolve) => {
      setTimeout(resolve, TRY_EVERY_MS);
    });
  }
}
