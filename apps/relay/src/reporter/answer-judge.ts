import type { Batch, RefusalWords, TargetFields } from '#event-buffer';
import { REPORT_OVERHEAD_BYTES } from '#metastudio';
import type { Gone, Invalid, ReportOutcome, Retry, TooLarge, Unauthorized } from '#metastudio';
import { NO_JOB_MS, type PauseReason } from './pause.js';
import {
  afterAnotherTry,
  afterRefusal,
  formatSuspicion,
  isJudged,
  LONE_MS,
  LONE_TRIES,
  REFUSED_IN_A_ROW_MAX,
  type Suspicion,
} from './refusal-search.js';
import type { ReportRoute } from './report-route.js';
import { retryDelayMs } from './retry-delay.js';
import type { DelayCause, TargetState } from './target-state.js';

/** What follows an answer that is no delivery. */
export type AfterAnswer = { readonly state: TargetState } & (
  | { readonly kind: 'go-on' }
  /** Another reporter has the target. */
  | { readonly kind: 'lost' }
  | {
      readonly kind: 'delay';
      readonly cause: DelayCause;
      readonly inMs: number;
      readonly fields: TargetFields;
    }
  | { readonly kind: 'pause'; readonly reason: PauseReason; readonly code: string | undefined }
);

/** An answer other than a delivery. */
export type Undelivered = Exclude<ReportOutcome, { readonly kind: 'delivered' }>;

/** A refusal that nothing contradicts is tried so often that ten tries take a minute. */
const LONE_EVERY_MS = Math.ceil(LONE_MS / (LONE_TRIES - 1));

/**
 * Decides what follows a report that was not accepted, for one start of a target's job: retry,
 * halve, set aside, look the job up again, or pause. Nothing it decides loses an event.
 */
export class AnswerJudge {
  /** The largest body that is worth trying after a 413, in bytes. */
  bodyBytesMax = Infinity;
  /** Whether the first event, refused before, is tried alone once more. */
  triesAgain: boolean;
  readonly #route: ReportRoute;
  readonly #pinned: boolean;
  readonly #random: () => number;
  #remedied = false;
  #relocated = false;

  /** @param pinned whether the target names its job: then there is no other to look for. */
  constructor(
    route: ReportRoute,
    suspicion: Suspicion,
    pinned: boolean,
    random: () => number = Math.random,
  ) {
    this.#route = route;
    this.#pinned = pinned;
    this.#random = random;
    this.triesAgain = suspicion.refused.length > 0;
  }

  async judge(outcome: Undelivered, batch: Batch, state: TargetState): Promise<AfterAnswer> {
    switch (outcome.kind) {
      case 'retry':
        return this.#retry(outcome, state);
      case 'unauthorized':
        return this.#unauthorized(outcome, state);
      case 'too-large':
        return this.#tooLarge(outcome, batch, state);
      case 'invalid':
        return this.#invalid(outcome, batch, state);
      case 'gone':
        return this.#gone(outcome, state);
      case 'refused':
        return { kind: 'pause', reason: outcome.reason, code: outcome.code, state };
      case 'stale':
        return { kind: 'lost', state };
    }
  }

  /** A batch was settled; a delivery shows that remedies may be needed, and help, again. */
  delivered(delivered: boolean): void {
    this.triesAgain = false;
    if (!delivered) return;
    this.#remedied = false;
    this.#relocated = false;
  }

  /** Only refused events wait: tries the first again later, unless a neighbour comes first. */
  waitForNeighbour(state: TargetState): AfterAnswer & { kind: 'delay' } {
    const { suspicion } = state;
    return {
      kind: 'delay',
      cause: 'retry',
      inMs: Math.ceil(LONE_EVERY_MS * (1 + this.#random() / 10)),
      fields: { suspicion: formatSuspicion(suspicion) },
      state,
    };
  }

  #retry(outcome: Retry, state: TargetState): AfterAnswer {
    const failures = state.failures + 1;
    const inMs = retryDelayMs(failures, this.#random(), outcome.retryAfterMs);
    return {
      kind: 'delay',
      cause: 'retry',
      inMs,
      fields: {
        failures: String(failures),
        failing: outcome.reason,
        suspicion: formatSuspicion(state.suspicion),
      },
      state: { ...state, failures },
    };
  }

  async #unauthorized(outcome: Unauthorized, state: TargetState): Promise<AfterAnswer> {
    if (this.#remedied || outcome.remedy === 'none') {
      return { kind: 'pause', reason: 'unauthorized', code: outcome.code, state };
    }
    this.#remedied = true;
    if (outcome.remedy === 'drop-url') {
      await this.#route.drop();
      await this.#route.locate(true);
    }
    return { kind: 'go-on', state };
  }

  #tooLarge(outcome: TooLarge, batch: Batch, state: TargetState): AfterAnswer {
    if (batch.events === 1) {
      const words = wordsOf(outcome, 'The event alone is too large for a report.');
      return this.#setAside(batch, words, state);
    }
    this.bodyBytesMax = Math.floor(batch.bytes / 2) + REPORT_OVERHEAD_BYTES;
    return { kind: 'go-on', state };
  }

  async #invalid(outcome: Invalid, batch: Batch, state: TargetState): Promise<AfterAnswer> {
    if (!outcome.certain && !this.#relocated) {
      this.#relocated = true;
      const moved = await this.#route.locate(true);
      if (moved || this.#route.jobId === undefined) return { kind: 'go-on', state };
    }
    return this.#setAside(batch, wordsOf(outcome, outcome.message), state);
  }

  #setAside(batch: Batch, words: RefusalWords, state: TargetState): AfterAnswer {
    const { suspicion: before } = state;
    const again = this.triesAgain && batch.events === 1;
    this.triesAgain = false;
    const suspicion = again
      ? afterAnotherTry(before, words)
      : afterRefusal(before, batch.events, words);
    const after = { ...state, suspicion };
    if (suspicion.refused.length < REFUSED_IN_A_ROW_MAX) {
      return { kind: 'go-on', state: after };
    }
    // So many in a row: MetaStudio refuses everything, and no event is to blame.
    if (isJudged(suspicion, Date.now())) {
      return { kind: 'pause', reason: 'refused-throughout', code: words.code, state: after };
    }
    return this.waitForNeighbour(after);
  }

  async #gone(outcome: Gone, state: TargetState): Promise<AfterAnswer> {
    if (this.#pinned) {
      return { kind: 'pause', reason: 'job-gone', code: outcome.code, state };
    }
    if (!this.#relocated) {
      this.#relocated = true;
      await this.#route.locate(true);
      // Its new job, or none: the next step tells.
      return { kind: 'go-on', state };
    }
    // The room says that the job runs and the job says that it is gone: one of them is late.
    return { kind: 'delay', cause: 'no-job', inMs: NO_JOB_MS, fields: {}, state };
  }
}

function wordsOf(outcome: Invalid | TooLarge, message: string): RefusalWords {
  const code = outcome.code ?? String(outcome.status);
  return { code, message, requestId: outcome.requestId ?? '', at: Date.now() };
}
