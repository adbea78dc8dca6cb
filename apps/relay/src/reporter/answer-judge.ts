import type { Batch, RefusalWords, TargetFields } from '#event-buffer';
import { REPORT_OVERHEAD_BYTES } from '#metastudio';
import type { Gone, Invalid, ReportOutcome, Retry, TooLarge, Unauthorized } from '#metastudio';
import type { PauseReason } from './pause.js';
import {
  afterRefusal,
  isJudged,
  isSystemic,
  JUDGE_TRIES,
  REFUSED_IN_A_ROW_MAX,
} from './refusal-search.js';
import type { ReportRoute } from './report-route.js';
import { REPORTER_TIMES, type ReporterTimes } from './reporter-times.js';
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
      /** To be kept besides the state. */
      readonly fields?: TargetFields;
    }
  | { readonly kind: 'pause'; readonly reason: PauseReason; readonly code: string | undefined }
);

/** An answer other than a delivery. */
export type Undelivered = Exclude<ReportOutcome, { readonly kind: 'delivered' }>;

type Size = Pick<Batch, 'events' | 'bytes' | 'place'>;

/**
 * Decides what follows a report that was not accepted: retry, halve, set aside, look the job up
 * again, or pause. Nothing it decides loses an event. What it learns is in the state.
 */
export class AnswerJudge {
  readonly #route: Pick<ReportRoute, 'drop' | 'locate' | 'jobId'>;
  readonly #pinned: boolean;
  readonly #times: ReporterTimes;
  readonly #random: () => number;

  /** @param pinned whether the target names its job: then there is no other to look for. */
  constructor(
    route: Pick<ReportRoute, 'drop' | 'locate' | 'jobId'>,
    pinned: boolean,
    times: ReporterTimes = REPORTER_TIMES,
    random: () => number = Math.random,
  ) {
    this.#route = route;
    this.#pinned = pinned;
    this.#times = times;
    this.#random = random;
  }

  /** @throws {JobLookupError} when the job has to be looked up and cannot be. */
  async judge(outcome: Undelivered, batch: Size, state: TargetState): Promise<AfterAnswer> {
    switch (outcome.kind) {
      case 'retry':
        return this.retry(outcome.reason, state, outcome);
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

  /** Tries the same again later. */
  retry(
    failing: string,
    before: TargetState,
    { retryAfterMs }: Pick<Retry, 'retryAfterMs'> = {},
  ): AfterAnswer {
    const state = { ...before, failures: before.failures + 1 };
    const inMs = retryDelayMs(state.failures, this.#random(), retryAfterMs, this.#times);
    return { kind: 'delay', cause: 'retry', inMs, fields: { failing }, state };
  }

  /** Only refused events wait: the first of them is tried again later, until it is judged. */
  waitForNeighbour(before: TargetState): AfterAnswer {
    const state = { ...before, suspicion: { ...before.suspicion, again: true } };
    // So often that the tries take as long as it takes to believe them.
    const everyMs = this.#times.judgeMs / (JUDGE_TRIES - 1);
    const inMs = Math.ceil(everyMs * (1 + this.#random() / 10));
    return { kind: 'delay', cause: 'retry', inMs, fields: { failing: 'refused' }, state };
  }

  /** MetaStudio refuses everything that waits, for so long that it will not pass by itself. */
  pauseRefused(before: TargetState): AfterAnswer {
    const { suspicion } = before;
    const state = { ...before, suspicion: { ...suspicion, again: true } };
    return { kind: 'pause', reason: 'refused-throughout', code: suspicion.refused[0]?.code, state };
  }

  async #unauthorized(outcome: Unauthorized, state: TargetState): Promise<AfterAnswer> {
    if (state.remedied || outcome.remedy === 'none') {
      const after = { ...state, remedied: false };
      return { kind: 'pause', reason: 'unauthorized', code: outcome.code, state: after };
    }
    if (outcome.remedy === 'drop-url') {
      await this.#route.drop();
      await this.#route.locate(true);
    }
    return { kind: 'go-on', state: { ...state, remedied: true } };
  }

  #tooLarge(outcome: TooLarge, batch: Size, state: TargetState): AfterAnswer {
    if (batch.events === 1) {
      const words = wordsOf(outcome, 'The event alone is too large for a report.');
      return this.#setAside(batch, words, state);
    }
    const bodyBytesMax = Math.floor(batch.bytes / 2) + REPORT_OVERHEAD_BYTES;
    return { kind: 'go-on', state: { ...state, bodyBytesMax, bodyMaxAt: Date.now() } };
  }

  async #invalid(outcome: Invalid, batch: Size, before: TargetState): Promise<AfterAnswer> {
    if (outcome.certain || before.relocated) {
      return this.#setAside(batch, wordsOf(outcome, outcome.message), before);
    }
    const state = { ...before, relocated: true };
    const moved = await this.#route.locate(true);
    if (moved || this.#route.jobId === undefined) return { kind: 'go-on', state };
    return this.#setAside(batch, wordsOf(outcome, outcome.message), state);
  }

  #setAside(batch: Size, words: RefusalWords, before: TargetState): AfterAnswer {
    const { again } = before.suspicion;
    const suspicion = afterRefusal(before.suspicion, batch.events, {
      ...words,
      place: batch.place,
    });
    const state = { ...before, suspicion };
    if (batch.events > 1 || !isSystemic(suspicion, again)) return { kind: 'go-on', state };
    const inARow = suspicion.refused.length >= REFUSED_IN_A_ROW_MAX;
    return inARow && isJudged(suspicion, Date.now(), this.#times.judgeMs)
      ? this.pauseRefused(state)
      : this.waitForNeighbour(state);
  }

  async #gone(outcome: Gone, state: TargetState): Promise<AfterAnswer> {
    if (this.#pinned) {
      return { kind: 'pause', reason: 'job-gone', code: outcome.code, state };
    }
    if (!state.relocated) {
      await this.#route.locate(true);
      // Its new job, or none: the next step tells.
      return { kind: 'go-on', state: { ...state, relocated: true } };
    }
    // The room says that the job runs and the job says that it is gone: one of them is late.
    const after = { ...state, relocated: false };
    return { kind: 'delay', cause: 'no-job', inMs: this.#times.noJobMs, state: after };
  }
}

function wordsOf(outcome: Invalid | TooLarge, message: string): RefusalWords {
  const code = outcome.code ?? String(outcome.status);
  return { code, message, requestId: outcome.requestId ?? '', at: Date.now() };
}
