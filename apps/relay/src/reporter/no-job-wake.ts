import type { BufferKeys, BufferRedis, ReportQueue } from '#event-buffer';
import type { BridgeConfig } from '#config';
import type { ProjectAccesses } from '../projects/project-accesses.js';
import { targetOf } from './build-projects.js';

export interface NoJobWakeParts {
  readonly redis: BufferRedis;
  readonly keys: BufferKeys;
  readonly queue: ReportQueue;
  /** Redis did not answer; the target goes on when its delay ends. */
  readonly failed: (error: Error) => void;
}

/**
 * Follows the rooms of all targets with `jobId: auto`, and lets those that wait for a live job go
 * on as soon as there is one.
 *
 * @returns ends it.
 */
export function followTargets(
  bridges: readonly BridgeConfig[],
  accesses: ProjectAccesses,
  parts: NoJobWakeParts,
): () => void {
  const auto = new Map(
    bridges
      .filter(({ target }) => target.jobId === 'auto')
      .map(({ target }) => [targetOf(target), target]),
  );
  const ends = [...auto].map(([id, { project, roomId, appUserId }]) => {
    const wake = (jobs: readonly unknown[]): void => {
      if (jobs.length > 0) void wakeFromNoJob(id, parts);
    };
    return accesses.of(project).running?.watch(roomId, wake, appUserId);
  });
  return () => {
    for (const end of ends) end?.();
  };
}

async function wakeFromNoJob(target: string, parts: NoJobWakeParts): Promise<void> {
  const { redis, keys, queue, failed } = parts;
  try {
    const [delay, job] = await redis.hmget(keys.of(target).target, 'delay', 'job');
    if (delay === 'no-job' && typeof job === 'string') await queue.promote(job);
  } catch (error) {
    failed(error as Error);
  }
}
