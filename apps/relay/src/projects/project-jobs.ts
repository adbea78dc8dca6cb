import type { TargetAddress } from '#event-buffer';
import { RequestUrl } from '#metastudio';
import type { Secret } from '#secret';
import type { LiveJob, LiveJobs } from '../reporter/live-jobs.js';
import type { PinnedJobs } from './pinned-jobs.js';
import type { RunningJobs } from './running-jobs.js';

/** The live jobs of a project: pinned ones as they are configured, the others looked up. */
export class ProjectJobs implements LiveJobs {
  readonly #pinned: PinnedJobs;
  readonly #running: RunningJobs | undefined;
  readonly #starts: Map<string, LiveJob>;

  /**
   * @param running absent where the project has no credential to look jobs up with.
   * @param starts by room, the job of the report URL that a target with `jobId: auto` starts from.
   */
  constructor(
    pinned: PinnedJobs,
    running: RunningJobs | undefined,
    starts: ReadonlyMap<string, LiveJob>,
  ) {
    this.#pinned = pinned;
    this.#running = running;
    this.#starts = new Map(starts);
  }

  async jobOf(address: TargetAddress, lookAgain: boolean): Promise<LiveJob | undefined> {
    if (address.jobId !== undefined) return this.#pinned.jobOf(address, lookAgain);
    const start = this.#starts.get(address.roomId);
    if (this.#running === undefined) return start;
    // What the operator gave goes first, until MetaStudio has refused it.
    if (lookAgain) this.#starts.delete(address.roomId);
    const job = await this.#running.jobOf(address, lookAgain);
    return job?.jobId === start?.jobId && !lookAgain ? start : job;
  }
}

/** The job that an issued report URL belongs to; `undefined` for an address of something else. */
export function jobOfUrl(url: Secret): LiveJob | undefined {
  const path = RequestUrl.parse(url.reveal())?.path;
  const jobId = /\/smart-live-jobs\/([\w.-]{1,128})\/live-event-report$/u.exec(path ?? '')?.[1];
  return jobId === undefined ? undefined : { jobId, reportUrl: url };
}
