import type { ReportQueue, TargetTable } from '#event-buffer';

export interface ResumeParts {
  readonly targets: TargetTable;
  readonly queue: ReportQueue;
}

/**
 * Has a paused target tried now, by any free reporter. If its reason has not changed, it pauses
 * again. One that is not paused stays as it is: a retry must not come before the time that
 * MetaStudio set.
 *
 * @returns why it was paused, `operator` if a person paused it; `undefined`: it was not.
 */
export async function resumeTarget(
  target: string,
  { targets, queue }: ResumeParts,
): Promise<string | undefined> {
  const { reason, queueJob } = await targets.resume(target);
  if (queueJob !== undefined) await queue.promote(queueJob, target);
  // In case its job is lost; otherwise harmless.
  if (reason !== undefined) await queue.wake(target);
  return reason;
}
