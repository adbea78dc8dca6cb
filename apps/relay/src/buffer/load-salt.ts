import { aboutMs, pause } from '#timing';
import { randomBytes } from 'node:crypto';
import { SharedTexts, type BufferKeys, type BufferRedis } from '#event-buffer';

const SALT_BYTES = 16;
const TRY_EVERY_MS = 500;

/**
 * Repeats a question to Redis until it is answered, for as long as it takes.
 *
 * @param failed called with the reason of each failed attempt.
 * @throws the reason of `signal`, when it aborts first.
 */
export async function untilRedisAnswers<T>(
  ask: () => Promise<T>,
  signal: AbortSignal,
  failed: (error: Error) => void,
): Promise<T> {
  for (;;) {
    signal.throwIfAborted();
    try {
      return await ask();
    } catch (error) {
      failed(error as Error);
    }
    await pause(aboutMs(TRY_EVERY_MS), signal);
  }
}

/** Writes the salt again where Redis has lost it. Another one that is there by now stays. */
export async function keepSalt(redis: BufferRedis, keys: BufferKeys, salt: string): Promise<void> {
  await new SharedTexts(redis).claim(keys.salt, salt);
}

/**
 * The salt of this relay's message id hashes: made by the process that starts first, shared by all.
 * Waits for Redis, for as long as it takes; one that is full tells a salt that it has.
 *
 * @param failed called with the reason of each failed attempt.
 * @throws the reason of `signal`, when it aborts first.
 */
export async function loadSalt(
  redis: BufferRedis,
  keys: BufferKeys,
  signal: AbortSignal,
  failed: (error: Error) => void,
): Promise<string> {
  const texts = new SharedTexts(redis);
  const ask = async (): Promise<string> => {
    const known = await texts.get(keys.salt);
    if (known !== undefined) return known;
    await texts.claim(keys.salt, randomBytes(SALT_BYTES).toString('hex'));
    // Another process may have been first, or Redis lost it since.
    const made = await texts.get(keys.salt);
    if (made === undefined) throw new Error('Redis lost the salt of message ids.');
    return made;
  };
  return untilRedisAnswers(ask, signal, failed);
}
