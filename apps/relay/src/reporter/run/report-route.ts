import { targetAddressOf, type Drain, type TargetChanges } from '#event-buffer';
import { RequestChooser, type ReportRequest, type UrlRefusal } from '#metastudio';
import type { Secret } from '#secret';
import type { OpenJob } from '../../projects/live-jobs/live-jobs.js';
import type { ReportProject } from '../project/report-project.js';
import type { TargetTerms } from '../report-terms.js';
import type { ReportUrlVault } from '../../projects/report-url-vault.js';
import { printOf } from '../../projects/live-jobs/url-print.js';

export type Route =
  | { readonly kind: 'request'; readonly request: ReportRequest }
  | { readonly kind: 'no-job' }
  | { readonly kind: 'no-url' };

/**
 * Finds where the reports of one drain go: the live job, and the report URL in use. Keeps what it
 * learns in the target's hash, for every reporter and the next run.
 */
export class ReportRoute {
  readonly #drain: Drain;
  readonly #project: ReportProject;
  readonly #vault: ReportUrlVault;
  readonly #terms: TargetTerms;
  readonly #address: ReturnType<typeof targetAddressOf>;
  readonly #requests: RequestChooser;
  #liveJob: OpenJob | undefined;
  #url: Secret | undefined;
  #urlAt: number | undefined;
  /** The job that the URL belongs to. */
  #urlJob: string | undefined;
  /** The fingerprint of a URL that was refused. */
  #dropped: string | undefined;
  #keptIsGone = false;
  /** Why the last URL was not followed; reset once it has been reported. */
  refusal: UrlRefusal | undefined;

  constructor(drain: Drain, project: ReportProject, vault: ReportUrlVault, terms: TargetTerms) {
    this.#drain = drain;
    this.#project = project;
    this.#vault = vault;
    this.#terms = terms;
    this.#dropped = drain.record.get('urlDropped');
    this.#address = targetAddressOf(drain.target);
    this.#requests = new RequestChooser(project.policy);
  }

  get liveJobId(): string | undefined {
    return this.#liveJob?.jobId;
  }

  /**
   * Finds the live job, and the URL that belongs to it.
   *
   * @param lookAgain whether the known job is gone.
   * @returns whether the job is another one than in the target's hash.
   */
  async locate(lookAgain: boolean): Promise<boolean> {
    const known = this.#liveJob?.jobId ?? this.#drain.record.get('liveJob');
    await this.#find(lookAgain);
    // The known URL was refused, perhaps in another run, and nothing can be sent without one.
    const refused = this.#url === undefined && this.#liveJob?.reportUrl !== undefined;
    if (refused && !lookAgain && this.#project.policy.reportAuth === 'url') await this.#find(true);
    const jobId = this.#liveJob?.jobId ?? '';
    if (jobId === (known ?? '')) return false;
    await this.#drain.note({ liveJob: jobId, openJob: jobId });
    return known !== undefined;
  }

  async #find(lookAgain: boolean): Promise<void> {
    this.#liveJob = await this.#project.jobs.jobOf(this.#address, lookAgain, this.#terms);
    const jobId = this.#liveJob?.jobId ?? '';
    if (jobId !== this.#urlJob || this.#url === undefined) this.#adoptUrl(jobId);
  }

  /** The stored URL goes first: MetaStudio gave it later than the one of the job. */
  #adoptUrl(jobId: string): void {
    const { record, target } = this.#drain;
    const isOther = (record.get('urlJob') ?? '') !== jobId;
    const kept = this.#keptIsGone || isOther ? undefined : record.get('url');
    this.#urlJob = jobId;
    this.#url = kept === undefined ? undefined : this.#vault.open(target, kept);
    this.#urlAt = record.get('urlAt');
    if (this.#url !== undefined) return;
    const issued = this.#liveJob?.reportUrl;
    // A refused URL comes back with every listing, until MetaStudio issues another.
    this.#url = issued === undefined || this.#isDropped(issued) ? undefined : issued;
    this.#urlAt = this.#liveJob?.reportUrlAt;
  }

  /** Where the next report goes. */
  next(): Route {
    if (this.#liveJob === undefined) return { kind: 'no-job' };
    const { projectId, clock } = this.#project;
    const choice = this.#requests.next(
      {
        target: { projectId, roomId: this.#address.roomId, jobId: this.#liveJob.jobId },
        appUserId: this.#terms.appUserId,
        issuedUrl: this.#url?.reveal(),
        issuedAt: this.#urlAt,
      },
      clock.now(),
    );
    this.refusal = choice.issuedUrlRefused;
    if (choice.kind === 'no-url') return { kind: 'no-url' };
    return { kind: 'request', request: choice };
  }

  /**
   * Follows a URL that MetaStudio returned, unless it has refused that one; the fields are to be settled with its
   * report.
   */
  follow(url: Secret): TargetChanges {
    if (this.#isDropped(url)) return {};
    this.#url = url;
    this.#urlAt = this.#project.clock.now();
    this.#urlJob = this.#liveJob?.jobId ?? '';
    return {
      url: this.#vault.seal(this.#drain.target, url),
      urlAt: this.#urlAt,
      urlJob: this.#urlJob,
    };
  }

  #isDropped(url: Secret): boolean {
    return this.#dropped !== undefined && printOf(url) === this.#dropped;
  }

  /** The URL in use was refused: goes on without it, even if a listing or an answer names it again. */
  async drop(): Promise<void> {
    if (this.#url !== undefined) this.#dropped = printOf(this.#url);
    this.#url = undefined;
    this.#urlAt = undefined;
    this.#keptIsGone = true;
    const gone = { url: undefined, urlAt: undefined, urlJob: undefined };
    await this.#drain.note({ ...gone, urlDropped: this.#dropped });
  }
}
