import type { Drain, DriveResult } from '#event-buffer';
import { delayFields, keptStateOf } from '../decide/kept-state.js';
import type { ReportLimits } from '../report-limits.js';
import type { ReporterListener } from '../reporter-listener.js';

/** Pauses a target of a project that this process does not know; another process may. */
export async function pauseUnknown(
  drain: Drain,
  { listener, limits }: { readonly listener: ReporterListener; readonly limits: ReportLimits },
): Promise<DriveResult> {
  const { pauseMs } = limits.times;
  const now = drain.now();
  const failingSince = keptStateOf(drain.record, now).failingSince || now;
  listener.paused(drain.target, 'project-unknown', undefined);
  const reason = { pausedReason: 'project-unknown', pausedAt: now, failingSince };
  await drain.note({ ...reason, ...delayFields('pause', pauseMs, now) });
  return { kind: 'again', inMs: pauseMs };
}
