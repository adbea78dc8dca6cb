import { REPORT_EVENTS_MAX } from '#live-event';
import { isJudged } from './refusal-search.js';
import { pauseRefused, waitForNeighbour } from './after-answer.js';
import { again, finish, pause, UNCONFIRMED_DELAY_MS, wait } from './effects.js';
import type { Decision } from './effects.js';
import type { Facts } from './facts.js';
import { keepPace, paceMs, waitingFields } from './pace.js';
import type { RunState } from './run-state.js';
import { settle } from './settling.js';

/** What may stand in the way of the next report; `undefined`: it is open. */
export type Gate = (state: RunState, facts: Facts) => Decision | undefined;

/** Clocks of reporters may differ by a little; a turn granted that far ahead is good. */
const GRANT_SLACK_MS = 20;
/** A turn that was not taken for so long is over. */
const GRANT_LIVES_MS = 10_000;

/** Another process goes on. */
const stopping: Gate = (state, { isStopping, waiting }) => {
  if (!isStopping) return undefined;
  return waiting > 0 ? again(state, 0) : finish(state);
};

/** Somebody else goes on, or we do once Redis answers in time. */
const lock: Gate = (state, { isLockFresh }) =>
  isLockFresh ? undefined : again(state, UNCONFIRMED_DELAY_MS);

/** An operator paused the target. */
const control: Gate = (state, facts) => {
  if (facts.control !== 'paused') return undefined;
  return wait(state, facts, { cause: 'pause', inMs: facts.limits.times.pauseMs });
};

/** Nothing to report: the buffer is empty, or what waits expired, or was refused. */
const nothing: Gate = (state, facts) => {
  const { batch, now, limits } = facts;
  if (batch!.events > 0) return undefined;
  const { suspicion } = state.target;
  if (suspicion.refused.length === 0 || suspicion.again) {
    // What was refused has expired with all the rest, where `again` had it tried once more.
    return batch!.passed === 0 ? finish(state) : settle(state, facts, false);
  }
  if (!isJudged(suspicion, now, limits.times.judgeMs)) return waitForNeighbour(state, facts);
  // Several that were all refused blame MetaStudio; only a lone one can be judged by itself.
  if (suspicion.refused.length > 1) return pauseRefused(state, facts);
  return settle(state, facts, false);
};

const job: Gate = (state, facts) => {
  if (facts.way !== 'no-job') return undefined;
  return wait(state, facts, { cause: 'no-job', inMs: facts.limits.times.noJobMs });
};

const url: Gate = (state, facts) =>
  facts.way === 'no-url' ? pause(state, facts, 'no-report-url', undefined) : undefined;

const pace: Gate = (state, facts) => {
  const inMs = earlyMs(state, facts);
  return inMs > 0 ? keepPace(state, facts, inMs) : undefined;
};

/**
 * A turn under the project's limit. A target that may park here waits here, by what waits with it; one that may
 * not waits in the queue, for a turn that is its own from then on.
 */
const rate: Gate = (state, facts) => {
  const { hasRate, turnInMs, now } = facts;
  if (!hasRate || facts.hasTurn) return undefined;
  if (turnInMs === undefined) {
    if (facts.mayPark) return { state, effects: [{ kind: 'try-turn' }] };
    const isGranted = isDue(state.target.grantedAt, now);
    const taken = { ...state, target: { ...state.target, grantedAt: 0 } };
    return { state: taken, effects: [{ kind: 'take-turn', isGranted }] };
  }
  if (turnInMs <= 0) return undefined;
  if (facts.mayPark) {
    const fields = waitingFields(now);
    return { state: { ...state, isParked: true }, effects: [{ kind: 'await-turn', fields }] };
  }
  const target = { ...state.target, grantedAt: now + turnInMs };
  const waits = wait({ ...state, target }, facts, { cause: 'rate', inMs: turnInMs });
  return { ...waits, effects: [{ kind: 'tell-rate', inMs: turnInMs }, ...waits.effects] };
};

/** Written down first: whoever finds it knows that these events may have been sent. */
const mark: Gate = (before, { batch, isMarked = false }) => {
  if (!batch!.isAtMostOnce || isMarked) return undefined;
  const { inFlight } = before.target;
  const events = Math.max(inFlight, batch!.passed);
  const target = { ...before.target, inFlight: events };
  const state = { ...before, target, markBefore: inFlight };
  return { state, effects: [{ kind: 'mark', events }] };
};

/** Before anything is read. */
export const GATES_OF_THE_STEP: readonly Gate[] = [stopping, lock, control];

/** Between a batch and its report, in the order in which they are asked. */
export const GATES_OF_THE_REPORT: readonly Gate[] = [nothing, job, url, pace, rate, mark];

/** How much too early, in ms, it is for the report of a batch; one that is full is never. */
function earlyMs({ target }: RunState, { batch, limits, now }: Facts): number {
  const { suspects, refused } = target.suspicion;
  // A search for a bad event is no new report: it goes on at once.
  const isSearching = suspects > 0 || refused.length > 0;
  if (isSearching || batch!.isCutShort || batch!.events >= REPORT_EVENTS_MAX) return 0;
  return target.reportedAt + paceMs(limits) - now;
}

/** Whether a turn that was granted for a moment, in ms since 1970, has come; 0: none was. */
function isDue(grantedAt: number, now: number): boolean {
  const since = now - grantedAt;
  return grantedAt > 0 && since >= -GRANT_SLACK_MS && since < GRANT_LIVES_MS;
}
