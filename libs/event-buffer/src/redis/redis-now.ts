import type { BufferRedis } from './buffer-redis.js';

/** Redis's time, in ms since 1970. */
export async function redisNow(redis: Pick<BufferRedis, 'time'>): Promise<number> {
  const [seconds, micros] = await redis.time();
  return Number(seconds) * 1000 + Math.floor(Number(micros) / 1000);
}
