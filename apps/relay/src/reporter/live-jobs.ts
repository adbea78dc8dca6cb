import type { TargetAddress } from '#event-buffer';
import type { Secret } from '#secret';

/** A live job that takes events. */
export interface LiveJob {
  readonly jobId: string;
  /** The report URL that MetaStudio issued with the job, where it is known. */
  readonly reportUrl?: Secret | undefined;
}

/** Knows which live job the events of a target go to. */
export interface LiveJobs {
  /**
   * The pinned job, or the room's running one.
   *
   * @param lookAgain MetaStudio said that the job is gone: believe no older answer.
   * @returns `undefined` while the room has no running job.
   * @throws when it cannot be told now; the report waits and tries again.
   */
  jobOf(address: TargetAddress, lookAgain: boolean): Promise<LiveJob | undefined>;
}

/** For targets that name their job in the configuration: nothing has to be looked up. */
export class PinnedJobs implements LiveJobs {
  readonly #urls: ReadonlyMap<string, Secret>;

  /** @param urls the issued report URLs of the configuration, by job. */
  constructor(urls: ReadonlyMap<string, Secret>) {
    this.#urls = urls;
  }

  jobOf({ jobId }: TargetAddress): Promise<LiveJob | undefined> {
    if (jobId === undefined) return Promise.resolve(undefined);
    return Promise.resolve({ jobId, reportUrl: this.#urls.get(jobId) });
  }
}
