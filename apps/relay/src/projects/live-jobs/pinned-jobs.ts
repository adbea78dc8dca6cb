import { BoundedMap } from '#bounded-map';
import type { TargetAddress } from '#event-buffer';
import type { Secret } from '#secret';
import type { JobHints, LiveJobs, OpenJob } from './live-jobs.js';
import { JobLookupError } from '../lookup/job-lookup-error.js';

/** An issued report URL, and since when it is known, in ms of MetaStudio's time. */
export interface KnownUrl {
  readonly url: Secret | undefined;
  readonly at: number;
}

/** @param appUserId the app user of the room, where that is not the project's. */
export type LookUpUrl = (
  roomId: string,
  jobId: string,
  appUserId: string | undefined,
) => Promise<KnownUrl>;

export interface PinnedJobsParts {
  /** Looks up a job's report URL; absent where the project has no credential for that. */
  readonly lookUp?: LookUpUrl | undefined;
  /** Whether nothing can be reported without an issued URL (`reportAuth: url`). */
  readonly needsUrl: boolean;
}

/** For targets that name their job: only its report URL may have to be looked up. */
export class PinnedJobs implements LiveJobs {
  readonly #parts: PinnedJobsParts;
  readonly #found = new BoundedMap<string, KnownUrl>(JOBS_MAX);

  constructor(parts: PinnedJobsParts) {
    this.#parts = parts;
  }

  async jobOf(
    { roomId, jobId }: TargetAddress,
    lookAgain: boolean,
    { reportUrl: given, appUserId }: JobHints,
  ): Promise<OpenJob | undefined> {
    if (jobId === undefined) return undefined;
    const { lookUp, needsUrl } = this.#parts;
    const known = this.#found.get(jobId);
    const missing = needsUrl && known === undefined && given === undefined;
    if (lookUp === undefined || !(lookAgain || missing)) return jobWith(jobId, known, given);
    try {
      const found = await lookUp(roomId, jobId, appUserId);
      this.#keep(jobId, found);
      return jobWith(jobId, found, given);
    } catch (error) {
      // The job is known all the same, and its reports can be signed without an issued URL.
      if (needsUrl || !(error instanceof JobLookupError)) throw error;
      return jobWith(jobId, known, given);
    }
  }

  #keep(jobId: string, found: KnownUrl): void {
    this.#found.set(jobId, found);
  }
}

/** More targets than a configuration can have. */
const JOBS_MAX = 10_000;

function jobWith(jobId: string, found: KnownUrl | undefined, given: Secret | undefined): OpenJob {
  if (found?.url === undefined) return { jobId, reportUrl: given };
  return { jobId, reportUrl: found.url, reportUrlAt: found.at };
}
