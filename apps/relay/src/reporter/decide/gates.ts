import { REPORT_EVENTS_MAX } from '#live-event';
import { isJudged } from './refusal-search.js';
import { pauseRefused, waitForNeighbour } from './after-answer.js';
import { again, finish, keepBack, pauseTarget, UNCONFIRMED_DELAY_MS, wait } from './effects.js';
import type { Decision } from './effects.js';
import type { Facts } from './facts.js';
import { awaitEvents, keepPace, paceMs, waitingFields } from './pace.js';
import type { RunState } from './run-state.js';
import { settle } from './settling.js';

/**
 * Something that may stand in the way of the next report. @returns what to do instead; `undefined`:
 * the gate is open.
 */
export type Gate = (state: RunState, facts: Facts) => Decision | undefined;

/**
 * Clocks of reporters may differ a little: a turn counts as come this long before its time, in ms.
 */
const GRANT_SLACK_MS = 20;
/** A granted turn that was not used for this long is over, in ms. */
const GRANT_LIVES_MS = 10_000;

/** This process stops, and another one goes on; or Redis's clock was set, by which all times of the run are. */
const over: Gate = (state, { isStopping, isClockSet, waiting }) => {
  if (!isStopping && !isClockSet) return undefined;
  return waiting > 0 ? again(state, 0) : finish(state);
};

/** Without a confirmed lock nothing is sent: another reporter may have the target. */
const lock: Gate = (state, { isLockFresh }) =>
  isLockFresh ? undefined : again(state, UNCONFIRMED_DELAY_MS);

/** An operator paused the target; a report that is marked goes, or its events would be dropped. */
const control: Gate = (state, facts) => {
  if (facts.control !== 'paused' || facts.isMarked === true) return undefined;
  const { batch, waiting } = facts;
  // What comes later starts the job again, which then waits for the end of the pause.
  if ((batch?.passed ?? waiting) === 0) return finish(state);
  return keepBack(state, facts, { cause: 'pause', inMs: facts.limits.times.pauseMs });
};

/** There is nothing to report: the buffer is empty, or what waits has expired, or was refused. */
const nothing: Gate = (state, facts) => {
  const { batch, now, limits } = facts;
  if (batch!.events > 0) return undefined;
  const { suspicion } = state.target;
  if (suspicion.refused.length === 0 || suspicion.again) {
    // The refused event that was to be tried again has expired, with all the others.
    return batch!.passed === 0 ? awaitEvents(state, facts) : settle(state, facts, false);
  }
  if (!isJudged(suspicion, now, limits.times.judgeMs)) return waitForNeighbour(state, facts);
  // Several refused events speak against MetaStudio, not against themselves; only a lone one can be
  // judged by itself.
  if (suspicion.refused.length > 1) return pauseRefused(state, facts);
  return settle(state, facts, false);
};

const liveJob: Gate = (state, facts) => {
  if (facts.way !== 'no-job') return undefined;
  return keepBack(state, facts, { cause: 'no-job', inMs: facts.limits.times.noJobMs });
};

const url: Gate = (state, facts) =>
  facts.way === 'no-url' ? pauseTarget(state, facts, 'no-report-url', undefined) : undefined;

const pace: Gate = (state, facts) => {
  const inMs = earlyMs(state, facts);
  return inMs > 0 ? keepPace(state, facts, inMs) : undefined;
};

/**
 * A turn under the project's limit. A target that may park waits in this process, by its
 * importance; one that may not waits in the queue, for a turn that is granted to it alone.
 */
const rate: Gate = (state, facts) => {
  const { hasRate, turnInMs, now } = facts;
  if (!hasRate || facts.hasTurn) return undefined;
  if (turnInMs === undefined && facts.isMarked === true) return unmark(state);
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

/** The turn was over before its batch was marked, so nothing is sent: it waits for another one. */
function unmark(state: RunState): Decision {
  const { markBefore: events = 0 } = state;
  const target = { ...state.target, inFlight: events };
  return {
    state: { ...state, target, markBefore: undefined },
    effects: [{ kind: 'unmark', events }, { kind: 'go-on' }],
  };
}

/** The turn has come: the batch is read, as it is now. */
const read: Gate = (state, { batch }) =>
  batch!.isSketch ? { state, effects: [{ kind: 'cut' }] } : undefined;

/**
 * The mark is written before the report: a later reporter that finds it knows that these events may
 * have been sent.
 */
const mark: Gate = (before, { batch, isMarked = false }) => {
  if (!batch!.isAtMostOnce || isMarked) return undefined;
  const { inFlight } = before.target;
  const events = Math.max(inFlight, batch!.passed);
  const target = { ...before.target, inFlight: events };
  const state = { ...before, target, markBefore: inFlight };
  return { state, effects: [{ kind: 'mark', events }] };
};

/** The gates before anything is read, in the order in which they are asked. */
export const GATES_OF_THE_STEP: readonly Gate[] = [over, lock, control];

/** The gates between a batch and its report, in the order in which they are asked. */
export const GATES_OF_THE_REPORT: readonly Gate[] = [
  // Again: the target may have waited since the last report, and reading tells what is wanted now.
  control,
  nothing,
  liveJob,
  url,
  pace,
  rate,
  read,
  mark,
];

/** How much too early the report of a batch is, in ms; that of a full batch never is. */
function earlyMs({ target }: RunState, { batch, limits, now }: Facts): number {
  const { suspects, refused } = target.suspicion;
  // The reports of a search for a bad event keep no pace.
  const isSearching = suspects > 0 || refused.length > 0;
  if (isSearching || batch!.isCutShort || batch!.events >= REPORT_EVENTS_MAX) return 0;
  return target.reportedAt + paceMs(limits) - now;
}

/**
 * Whether a granted turn has come. @param grantedAt for when it was granted, in ms since 1970; 0:
 * none was.
 */
function isDue(grantedAt: number, now: number): boolean {
  const since = now - grantedAt;
  return grantedAt > 0 && since >= -GRANT_SLACK_MS && since < GRANT_LIVES_MS;
}
