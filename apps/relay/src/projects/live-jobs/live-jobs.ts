import type { TargetAddress } from '#event-buffer';
import type { Secret } from '#secret';

/** A live job that takes events. */
export interface OpenJob {
  readonly jobId: string;
  /** The report URL that MetaStudio issued with the job, where it is known. */
  readonly reportUrl?: Secret | undefined;
  /** Since when the relay knows the URL, in ms of MetaStudio's time. */
  readonly reportUrlAt?: number | undefined;
}

/** What the configuration says of a target beside its address. */
export interface JobHints {
  /** The app user of the room, where that is not the project's. */
  readonly appUserId: string | undefined;
  /** The issued report URL that the target starts from. */
  readonly reportUrl: Secret | undefined;
}

/** Knows which live job the events of a target go to. */
export interface LiveJobs {
  /**
   * The pinned job, or the room's running one.
   *
   * @param lookAgain whether MetaStudio said that the job is gone: no older answer is believed
   * then.
   * @returns `undefined` while the room has no running job.
   * @throws {JobLookupError} when it cannot be looked up now; the report is to wait, and try again.
   */
  jobOf(address: TargetAddress, lookAgain: boolean, hints: JobHints): Promise<OpenJob | undefined>;
}
