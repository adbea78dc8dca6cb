import type { TargetAddress } from '#event-buffer';
import type { Secret } from '#secret';
import type { LiveJob, LiveJobs } from '../reporter/live-jobs.js';
import { JobLookupError } from './job-lookup-error.js';

/** An issued report URL, and since when it is known, in ms of MetaStudio's time. */
export interface KnownUrl {
  readonly url: Secret | undefined;
  readonly at: number;
}

export interface PinnedJobsParts {
  /** The issued report URLs of the configuration, by job. */
  readonly configured: ReadonlyMap<string, Secret>;
  /** Looks a job's report URL up; absent where the project has no credential for it. */
  readonly lookUp?: ((roomId: string, jobId: string) => Promise<KnownUrl>) | undefined;
  /** Whether nothing can be reported without an issued URL (`reportAuth: url`). */
  readonly needsUrl: boolean;
}

/** For targets that name their job: only its report URL may have to be looked up. */
export class PinnedJobs implements LiveJobs {
  readonly #parts: PinnedJobsParts;
  readonly #found = new Map<string, KnownUrl>();

  constructor(parts: PinnedJobsParts) {
    this.#parts = parts;
  }

  async jobOf({ roomId, jobId }: TargetAddress, lookAgain: boolean): Promise<LiveJob | undefined> {
    if (jobId === undefined) return undefined;
    const { configured, lookUp, needsUrl } = this.#parts;
    const given = configured.get(jobId);
    const known = this.#found.get(jobId);
    const missing = needsUrl && known === undefined && given === undefined;
    if (lookUp === undefined || !(lookAgain || missing)) return jobWith(jobId, known, given);
    try {
      const found = await lookUp(roomId, jobId);
      this.#keep(jobId, found);
      return jobWith(jobId, found, given);
    } catch (error) {
      // The job is known all the same, and the signer can do without an issued URL.
      if (needsUrl || !(error instanceof JobLookupError)) throw error;
      return jobWith(jobId, known, given);
    }
  }

  #keep(jobId: string, found: KnownUrl): void {
    this.#found.delete(jobId);
    this.#found.set(jobId, found);
    if (this.#found.size > JOBS_MAX) this.#found.delete(this.#found.keys().next().value!);
  }
}

/** More targets than a configuration can have. */
const JOBS_MAX = 10_000;

function jobWith(jobId: string, found: KnownUrl | undefined, given: Secret | undefined): LiveJob {
  if (found?.url === undefined) return { jobId, reportUrl: given };
  return { jobId, reportUrl: found.url, reportUrlAt: found.at };
}
