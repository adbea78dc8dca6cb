import type { BufferKeys, BufferRedis, ReportQueue } from '#event-buffer';

export interface ResumeParts {
  readonly redis: BufferRedis;
  readonly keys: BufferKeys;
  readonly queue: ReportQueue;
}

/**
 * Has a paused target tried now, by whichever reporter is free. Where what it was paused for has
 * not changed it pauses again. One that is not paused stays as it is: a retry must not come before
 * MetaStudio said.
 *
 * @returns why it was paused, `operator` where somebody wanted it; `undefined`: it was not.
 */
export async function resumeTarget(
  target: string,
  { redis, keys, queue }: ResumeParts,
): Promise<string | undefined> {
  const { target: hash } = keys.of(target);
  const [reason, job, delay] = await redis.hmget(hash, 'pausedReason', 'job', 'delay');
  if (typeof reason !== 'string' && delay !== 'pause') return undefined;
  await redis.hdel(hash, 'pausedReason', 'pausedAt', 'delay', 'delayUntil', 'delayMs');
  if (typeof job === 'string') await queue.promote(job);
  // Its job may be lost; where it is not, this is harmless.
  await queue.wake(target);
  return reason ?? 'operator';
}
