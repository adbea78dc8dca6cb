import { targetAddressOf, type Drain, type TargetFields } from '#event-buffer';
import { chooseRequest, type ReportRequest, type UrlRefusal } from '#metastudio';
import type { Secret } from '#secret';
import type { LiveJob } from './live-jobs.js';
import type { ReportProject, ReportTerms } from './report-project.js';
import type { ReportUrlVault } from './report-url-vault.js';

export type Route =
  | { readonly kind: 'request'; readonly request: ReportRequest }
  | { readonly kind: 'no-job' }
  | { readonly kind: 'no-url' };

/**
 * Finds where the reports of one drain go: the live job, and the report URL in use. Keeps what it
 * learns in the target's hash, so that every reporter, and the next start, goes on from there.
 */
export class ReportRoute {
  readonly #drain: Drain;
  readonly #project: ReportProject;
  readonly #vault: ReportUrlVault;
  readonly #terms: ReportTerms;
  #job: LiveJob | undefined;
  #url: Secret | undefined;
  #urlAt: number | undefined;
  /** Why the last URL in use was not followed; reset by whoever reports it. */
  refusal: UrlRefusal | undefined;

  constructor(drain: Drain, project: ReportProject, vault: ReportUrlVault, terms: ReportTerms) {
    this.#drain = drain;
    this.#project = project;
    this.#vault = vault;
    this.#terms = terms;
  }

  get jobId(): string | undefined {
    return this.#job?.jobId;
  }

  /**
   * Finds the live job, and the URL that belongs to it.
   *
   * @param lookAgain the job that is known is gone.
   * @returns whether the job is another than the target's hash knew.
   */
  async locate(lookAgain: boolean): Promise<boolean> {
    const { fields, target } = this.#drain;
    const address = targetAddressOf(target);
    const known = this.#job?.jobId ?? fields.get('liveJob');
    this.#job = await this.#project.jobs.jobOf(address, lookAgain);
    const jobId = this.#job?.jobId ?? '';
    const kept = fields.get('url');
    const keptIsOfJob = kept !== undefined && fields.get('urlJob') === jobId;
    if (keptIsOfJob && this.#url === undefined) {
      this.#url = this.#vault.open(target, kept);
      this.#urlAt = Number(fields.get('urlAt'));
    }
    if (!keptIsOfJob || this.#url === undefined) {
      this.#url = this.#job?.reportUrl;
      this.#urlAt = undefined;
    }
    if (jobId === (known ?? '')) return false;
    await this.#drain.note({ liveJob: jobId });
    return known !== undefined;
  }

  /** Where the next report goes. */
  next(): Route {
    if (this.#job === undefined) return { kind: 'no-job' };
    const { target } = this.#drain;
    const { roomId } = targetAddressOf(target);
    const { projectId, policy, clock } = this.#project;
    const choice = chooseRequest(
      policy,
      {
        target: { projectId, roomId, jobId: this.#job.jobId },
        appUserId: this.#terms.appUserIds.get(target),
        issuedUrl: this.#url?.reveal(),
        issuedAt: this.#urlAt,
      },
      clock.now(),
    );
    this.refusal = choice.issuedUrlRefused;
    if (choice.kind === 'no-url') return { kind: 'no-url' };
    return { kind: 'request', request: choice };
  }

  /** Follows a URL that MetaStudio returned; the fields are to be settled with its report. */
  follow(url: Secret, now: number): TargetFields {
    this.#url = url;
    this.#urlAt = now;
    return {
      url: this.#vault.seal(this.#drain.target, url),
      urlAt: String(now),
      urlJob: this.#job?.jobId ?? '',
    };
  }

  /** The URL in use was refused: goes on without one. */
  async drop(): Promise<void> {
    this.#url = undefined;
    this.#urlAt = undefined;
    await this.#drain.note({ url: '', urlAt: '', urlJob: '' });
  }
}
