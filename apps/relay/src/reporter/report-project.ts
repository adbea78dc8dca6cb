import type { AtMostOnce, ReportRate } from '#event-buffer';
import type { ReportClient, ReportPolicy, SkewClock } from '#metastudio';
import type { LiveJobs } from './live-jobs.js';

/** What reports of one project need. */
export interface ReportProject {
  /** MetaStudio's id of the project. */
  readonly projectId: string;
  readonly policy: ReportPolicy;
  readonly client: Pick<ReportClient, 'send'>;
  /** MetaStudio's time. */
  readonly clock: SkewClock;
  /** Absent where there is no limit. */
  readonly rate: ReportRate | undefined;
  readonly jobs: LiveJobs;
}

/** What the reporter knows of a bridge, from the configuration. */
export interface ReportTerms {
  /** What is rather lost than reported twice. */
  readonly atMostOnce: AtMostOnce;
  /** By target id, the `X-App-UserId` of its own. */
  readonly appUserIds: ReadonlyMap<string, string>;
}
