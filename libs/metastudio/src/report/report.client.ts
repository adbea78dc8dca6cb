import type { Dispatcher } from 'undici';
import type { SkewClock } from '../http/skew-clock.js';
import type { Signer } from '../signing/signer.js';
import type { ReportPolicy, ReportRequest } from './choose-request.js';
import type { ReportOutcome } from './report-outcome.js';

export interface ReportClientOptions {
  readonly policy: ReportPolicy;
  /** From the first wait for a connection to the end of the answer. */
  readonly timeoutMs: number;
}

/** What the caller of one report decides while it is under way. */
export interface SendControl {
  /**
   * Asked synchronously, after the connection exists and immediately before the bytes are handed
   * to it; `false` ends the call as `stale`, and nothing is sent.
   */
  readonly beforeWrite?: (() => boolean) | undefined;
  /** Ends the call: as `stale` when nothing was written, else as an ambiguous retry. */
  readonly signal?: AbortSignal | undefined;
}

/** Sends reports of one project. */
export class ReportClient {
  constructor(
    readonly options: ReportClientOptions,
    readonly signer: Signer,
    readonly transport: Dispatcher,
    readonly clock: SkewClock,
  ) {}

  /** One request, one answer, no retry. */
  send(_request: ReportRequest, _body: Buffer, _control: SendControl = {}): Promise<ReportOutcome> {
    return Promise.reject(new Error('Not yet.'));
  }
}
