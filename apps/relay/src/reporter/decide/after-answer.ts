import type { RefusalWords } from '#event-buffer';
import { REPORT_OVERHEAD_BYTES } from '#metastudio';
import type { Gone, Invalid, ReportOutcome, Retry, TooLarge, Unauthorized } from '#metastudio';
import {
  afterRefusal,
  isJudged,
  isSystemic,
  JUDGE_TRIES,
  REFUSED_IN_A_ROW_MAX,
} from './refusal-search.js';
import { retryDelayMs } from './retry-delay.js';
import type { KeptState } from './kept-state.js';
import { again, goOn, keepBack, pauseTarget, UNCONFIRMED_DELAY_MS, wait } from './effects.js';
import type { Decision, Effect } from './effects.js';
import type { Facts } from './facts.js';
import type { RunState } from './run-state.js';

/** An answer other than a delivery. */
export type Undelivered = Exclude<ReportOutcome, { readonly kind: 'delivered' }>;

/**
 * Decides what follows a report that was not accepted: retry, halve, set aside, look the job up
 * again, or pause. None of these loses an event. What the answer tells is kept in the state.
 */
export function afterAnswer(before: RunState, facts: Facts, answer: Undelivered): Decision {
  const { state, effects } = unmarked(before, answer);
  const decision = judge(state, facts, answer);
  return { state: decision.state, effects: [...effects, ...decision.effects] };
}

/** Removes the mark of events that were surely not sent. */
function unmarked(
  before: RunState,
  answer: Undelivered,
): { readonly state: RunState; readonly effects: readonly Effect[] } {
  const { markBefore, ...state } = before;
  const isAmbiguous = answer.kind === 'retry' && answer.ambiguous;
  if (markBefore === undefined || isAmbiguous) return { state, effects: [] };
  const target = { ...state.target, inFlight: markBefore };
  return { state: { ...state, target }, effects: [{ kind: 'unmark', events: markBefore }] };
}

function judge(state: RunState, facts: Facts, answer: Undelivered): Decision {
  switch (answer.kind) {
    case 'retry':
      return retry(state, facts, answer.reason, answer);
    case 'unauthorized':
      return unauthorized(state, facts, answer);
    case 'too-large':
      return tooLarge(state, facts, answer);
    case 'invalid':
      return invalid(state, facts, answer);
    case 'gone':
      return gone(state, facts, answer);
    case 'refused':
      return pauseTarget(state, facts, answer.reason, answer.code);
    case 'stale':
      // The lock was not confirmed: another reporter may have the target.
      return again(state, UNCONFIRMED_DELAY_MS);
  }
}

/** Tries the same batch again later. */
export function retry(
  before: RunState,
  facts: Facts,
  failing: string,
  { retryAfterMs }: Pick<Retry, 'retryAfterMs'> = {},
): Decision {
  const failures = before.target.failures + 1;
  const inMs = retryDelayMs(failures, facts.random, retryAfterMs, facts.limits.times);
  const state = changed(before, { failures });
  return wait(state, facts, { cause: 'retry', inMs, fields: { failing } });
}

/** Only refused events are left: the first of them is tried again later, until it is judged. */
export function waitForNeighbour(before: RunState, facts: Facts): Decision {
  const state = changed(before, { suspicion: { ...before.target.suspicion, again: true } });
  // At such intervals that all tries together take `judgeMs`.
  const everyMs = facts.limits.times.judgeMs / (JUDGE_TRIES - 1);
  const inMs = Math.ceil(everyMs * (1 + facts.random / 10));
  return wait(state, facts, { cause: 'retry', inMs, fields: { failing: 'refused' } });
}

/** MetaStudio has refused everything for so long that the target pauses. */
export function pauseRefused(before: RunState, facts: Facts): Decision {
  const { suspicion } = before.target;
  const state = changed(before, { suspicion: { ...suspicion, again: true } });
  return pauseTarget(state, facts, 'refused-throughout', suspicion.refused[0]?.code);
}

function unauthorized(state: RunState, facts: Facts, { remedy, code }: Unauthorized): Decision {
  if (state.target.remedied || remedy === 'none') {
    return pauseTarget(changed(state, { remedied: false }), facts, 'unauthorized', code);
  }
  if (remedy === 'drop-url' && facts.located === undefined) return locate(state, true);
  return goOn(changed(state, { remedied: true }));
}

function tooLarge(state: RunState, facts: Facts, answer: TooLarge): Decision {
  const { events, bytes } = facts.batch!;
  if (events === 1) {
    const message = 'The event alone is too large for a report.';
    return setAside(state, facts, wordsOf(facts.now, answer, message));
  }
  const bodyBytesMax = Math.floor(bytes / 2) + REPORT_OVERHEAD_BYTES;
  return goOn(changed(state, { bodyBytesMax, bodyMaxAt: facts.now }));
}

function invalid(before: RunState, facts: Facts, answer: Invalid): Decision {
  const words = wordsOf(facts.now, answer, answer.message);
  if (answer.certain || before.target.relocated) return setAside(before, facts, words);
  if (facts.located === undefined) return locate(before, false);
  const state = changed(before, { relocated: true });
  const { hasMoved, hasJob } = facts.located;
  return hasMoved || !hasJob ? goOn(state) : setAside(state, facts, words);
}

function setAside(before: RunState, facts: Facts, words: RefusalWords): Decision {
  const { again: wasAgain } = before.target.suspicion;
  const { events, offset } = facts.batch!;
  const suspicion = afterRefusal(before.target.suspicion, events, { ...words, offset });
  const state = changed(before, { suspicion });
  if (events > 1 || !isSystemic(suspicion, wasAgain)) return goOn(state);
  const inARow = suspicion.refused.length >= REFUSED_IN_A_ROW_MAX;
  return inARow && isJudged(suspicion, facts.now, facts.limits.times.judgeMs)
    ? pauseRefused(state, facts)
    : waitForNeighbour(state, facts);
}

function gone(state: RunState, facts: Facts, { code, remedy }: Gone): Decision {
  const { relocated, remedied } = state.target;
  if (!facts.isPinned && !relocated) {
    // The next step finds the new job, or that there is none.
    if (facts.located !== undefined) return goOn(changed(state, { relocated: true }));
    return locate(state, false);
  }
  if (remedy === 'drop-url' && !remedied) {
    if (facts.located !== undefined) return goOn(changed(state, { remedied: true }));
    return locate(state, true);
  }
  if (facts.isPinned) return pauseTarget(state, facts, 'job-gone', code);
  // The room's listing has the job as running, but the report's answer says that it is gone: one of
  // the two is late.
  const inMs = facts.limits.times.noJobMs;
  return keepBack(changed(state, { relocated: false }), facts, { cause: 'no-job', inMs });
}

/** Looks the job up before anything else: that tells what the answer meant. */
function locate(state: RunState, dropsUrl: boolean): Decision {
  return { state, effects: [{ kind: 'locate', dropsUrl }] };
}

function changed(state: RunState, change: Partial<KeptState>): RunState {
  return { ...state, target: { ...state.target, ...change } };
}

function wordsOf(at: number, answer: Invalid | TooLarge, message: string): RefusalWords {
  const code = answer.code ?? String(answer.status);
  return { code, message, requestId: answer.requestId ?? '', at };
}
