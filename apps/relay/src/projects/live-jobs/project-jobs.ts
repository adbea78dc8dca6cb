import { BoundedMap } from '#bounded-map';
import type { TargetAddress } from '#event-buffer';
import { RequestUrl } from '#metastudio';
import type { Secret } from '#secret';
import type { JobHints, LiveJobs, OpenJob } from './live-jobs.js';
import { printOf } from './url-print.js';
import type { PinnedJobs } from './pinned-jobs.js';
import type { RunningJobs } from './running-jobs.js';

/** More rooms than a configuration can have. */
const ROOMS_MAX = 10_000;

/** The live jobs of a project: pinned ones as they are configured, the others looked up. */
export class ProjectJobs implements LiveJobs {
  readonly #pinned: PinnedJobs;
  readonly #running: RunningJobs | undefined;
  /** By room, the URL that its target started from and that was refused. */
  readonly #refused = new BoundedMap<string, string>(ROOMS_MAX);

  /** @param running absent where the project has no credential to look jobs up with. */
  constructor(pinned: PinnedJobs, running: RunningJobs | undefined) {
    this.#pinned = pinned;
    this.#running = running;
  }

  async jobOf(
    address: TargetAddress,
    lookAgain: boolean,
    hints: JobHints,
  ): Promise<OpenJob | undefined> {
    if (address.jobId !== undefined) return this.#pinned.jobOf(address, lookAgain, hints);
    const { roomId } = address;
    const { reportUrl } = hints;
    const given = reportUrl === undefined ? undefined : jobOfUrl(reportUrl);
    if (this.#running === undefined) return given;
    const print = reportUrl === undefined ? undefined : printOf(reportUrl);
    // The URL that the operator configured goes first, until MetaStudio has refused it.
    const start = this.#refused.get(roomId) === print ? undefined : given;
    if (lookAgain && print !== undefined) this.#refuse(roomId, print);
    const job = await this.#running.jobOf(address, lookAgain, hints);
    return job?.jobId === start?.jobId && !lookAgain ? start : job;
  }

  #refuse(roomId: string, print: string): void {
    this.#refused.set(roomId, print);
  }
}

/** The job that an issued report URL belongs to; `undefined` for an address of something else. */
export function jobOfUrl(url: Secret): OpenJob | undefined {
  const path = RequestUrl.parse(url.reveal())?.path;
  const jobId = /\/smart-live-jobs\/([\w.-]{1,128})\/live-event-report$/u.exec(path ?? '')?.[1];
  return jobId === undefined ? undefined : { jobId, reportUrl: url };
}
