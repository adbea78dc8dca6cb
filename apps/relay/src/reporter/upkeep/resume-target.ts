import type { ReportQueue, TargetTable } from '#event-buffer';

export interface ResumeParts {
  readonly targets: TargetTable;
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
  { targets, queue }: ResumeParts,
): Promise<string | undefined> {
  const paused = await targets.resume(target);
  if (paused === undefined) return undefined;
  if (paused.job !== undefined) await queue.promote(paused.job, target);
  // Its job may be lost; where it is not, this is harmless.
  await queue.wake(target);
  return paused.reason;
}
