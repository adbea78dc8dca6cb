import type { BridgeConfig } from '#config';
import { targetIdOf } from '#event-buffer';

/** The id of a bridge's target. */
export function targetOf({
  project,
  roomId,
  jobId,
}: Pick<BridgeConfig['target'], 'project' | 'roomId' | 'jobId'>): string {
  return targetIdOf({ project, roomId, ...(jobId === 'auto' ? {} : { jobId }) });
}
