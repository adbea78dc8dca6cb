import type { RunningJob, RunningJobsOfRoom } from './job-lister.js';

/**
 * Hears the running jobs of a room whenever they change; `undefined`: nobody can tell them for now. Must be cheap and
 * must not throw.
 */
export type JobsHeard = (jobs: RunningJobsOfRoom | undefined) => void;

/** What is known of one room. Times are of a clock that only goes forward, in ms. */
export class FollowedRoom {
  /** The watchers, and for each the app user of the room, where that is not the project's. */
  readonly watchers = new Map<JobsHeard, string | undefined>();
  /** When it was last asked for. */
  wantedAt = -Infinity;
  /** The app user that was given with the last question, where that is not the project's. */
  wantedFor: string | undefined;
  /** When the listing that told {@link jobs} was begun. */
  toldAt = -Infinity;
  /** Whether the project's listing has ever shown a job of the room: then it shows all of them. */
  listed = false;
  /** When MetaStudio was last asked for this room alone. */
  askedAloneAt = -Infinity;
  /** Whether the project lacks the room; absent until MetaStudio has told. */
  missing: boolean | undefined;
  #jobs: RunningJobsOfRoom | undefined;
  #isInDoubt = false;

  constructor(readonly roomId: string) {}

  /** The app user of the room, where that is not the project's, as the first watcher gave it. */
  get appUserId(): string | undefined {
    for (const appUserId of this.watchers.values()) if (appUserId !== undefined) return appUserId;
    return this.wantedFor;
  }

  /** The running jobs, the newest first; `undefined` until told. */
  get jobs(): RunningJobsOfRoom | undefined {
    return this.#jobs;
  }

  /** Whether they have not been told for long, since MetaStudio cannot be asked. */
  get isInDoubt(): boolean {
    return this.#isInDoubt;
  }

  /** MetaStudio cannot be asked, and what was told before is old, or there is none. */
  doubt(): void {
    if (this.#isInDoubt) return;
    this.#isInDoubt = true;
    for (const heard of this.watchers.keys()) heard(undefined);
  }

  /**
   * @param at when the listing was begun, by the clock that only goes forward.
   * @param seenAt when the report URLs in it were seen, in MetaStudio's time.
   */
  tell(jobs: RunningJobsOfRoom, at: number, seenAt: number): void {
    const before = this.#jobs;
    this.toldAt = at;
    this.#jobs = jobs.map((job) => withUrlTime(job, before, seenAt));
    const same = before !== undefined && !this.#isInDoubt && isSame(before, jobs);
    this.#isInDoubt = false;
    if (!same) for (const heard of this.watchers.keys()) heard(this.#jobs);
  }
}

/** Sorts the room first that was asked for alone longest ago. */
export function longestAgo(one: FollowedRoom, other: FollowedRoom): number {
  return one.askedAloneAt - other.askedAloneAt;
}

function isSame(before: RunningJobsOfRoom, now: RunningJobsOfRoom): boolean {
  return before.length === now.length && now.every(({ jobId }, i) => before[i]!.jobId === jobId);
}

/** Keeps the time at which a URL was first seen, which counts as when it was issued. */
function withUrlTime(
  job: RunningJob,
  before: RunningJobsOfRoom | undefined,
  seenAt: number,
): RunningJob {
  if (job.reportUrl === undefined) return job;
  const known = before?.find(({ jobId }) => jobId === job.jobId);
  const sameUrl = known?.reportUrl?.reveal() === job.reportUrl.reveal();
  return { ...job, reportUrlAt: sameUrl ? known?.reportUrlAt : seenAt };
}
