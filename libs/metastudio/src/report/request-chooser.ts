import {
  chooseRequest,
  type NoRequest,
  type ReportAddress,
  type ReportPolicy,
  type ReportRequest,
} from './choose-request.js';

/**
 * Decides where each report of a target goes, as {@link chooseRequest} does. A request to the endpoint is kept
 * for the reports after it, as long as they have the same address and no URL is issued for them: it depends on
 * no time.
 */
export class RequestChooser {
  readonly #policy: ReportPolicy;
  #kept: ReportRequest | undefined;

  constructor(policy: ReportPolicy) {
    this.#policy = policy;
  }

  /** @param now MetaStudio's time in ms. */
  next(address: ReportAddress, now: number): ReportRequest | NoRequest {
    if (address.issuedUrl !== undefined) return chooseRequest(this.#policy, address, now);
    if (this.#kept !== undefined && isOf(this.#kept, address)) return this.#kept;
    const choice = chooseRequest(this.#policy, address, now);
    this.#kept = choice.kind === 'request' ? choice : undefined;
    return choice;
  }
}

function isOf(request: ReportRequest, { target, appUserId }: ReportAddress): boolean {
  const { projectId, roomId, jobId } = request.target;
  return (
    jobId === target.jobId &&
    roomId === target.roomId &&
    projectId === target.projectId &&
    request.appUserId === appUserId
  );
}
