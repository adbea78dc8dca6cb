import type { ReportRate } from '#event-buffer';
import type { ReportClient, ReportPolicy, SkewClock } from '#metastudio';
import type { ReportTurns } from '../turns/report-turns.js';
import type { LiveJobs } from '../../projects/live-jobs/live-jobs.js';

/** What reports of one project need. */
export interface ReportProject {
  /** MetaStudio's id of the project. */
  readonly projectId: string;
  readonly policy: ReportPolicy;
  readonly client: Pick<ReportClient, 'ready' | 'send'>;
  /** MetaStudio's time. */
  readonly clock: SkewClock;
  /** Absent where there is no limit. */
  readonly rate: ReportRate | undefined;
  /** The turns of this process; absent where there is no limit. */
  readonly turns: ReportTurns | undefined;
  readonly jobs: LiveJobs;
}
