import { REPORT_EVENTS_MAX } from '#live-event';
import { settledState } from './settled-state.js';
import { stateFields } from './kept-state.js';
import { again, finish, goOn, type Decision } from './effects.js';
import type { Facts } from './facts.js';
import { paceMs, parkAfterReport, parkedFields, RUN_MS_MAX } from './pace.js';
import type { RunState } from './run-state.js';

/**
 * After this many reports a run ends, for the sake of other targets; where none waits for a place not before
 * it has lasted for so long, in ms: to end it means a way through the queue.
 */
const REPORTS_A_START = 100;
const RUN_MS_MIN = 30_000;
const REPORTS_A_START_CROWDED = 10;

/** Settles the batch: its report was accepted, or its events have expired or were refused. */
export function settle(before: RunState, facts: Facts, delivered: boolean): Decision {
  const { now, limits, batch } = facts;
  const { refused, again: isTriedAgain } = before.target.suspicion;
  const target = settledState(before.target, batch!, delivered, now);
  const reports = before.reports + (delivered ? 1 : 0);
  const { beganAt } = before;
  const parks = delivered && !isOver({ beganAt, reports }, facts) && facts.mayPark;
  const isParked = before.isParked || parks;
  const state = { target, beganAt, reports, isParked, awaited: 0, markBefore: undefined };
  const parked = parks ? parkedFields(now, paceMs(limits)) : {};
  const fields = Object.assign(stateFields(target), parked);
  const words = isTriedAgain ? [] : refused;
  return { state, effects: [{ kind: 'settle', delivered, fields, words, parks }] };
}

/** Decides what follows a settled batch: the next report, unless other targets wait. */
export function afterSettling(state: RunState, facts: Facts): Decision {
  if (facts.waiting > 0 && isOver(state, facts)) return again(state, 0);
  if (facts.waiting > 0 && !parksUnread(state, facts)) return goOn(state);
  if (!facts.settled!.isParked) return finish(state);
  return parkAfterReport(state, facts);
}

/**
 * Whether to park without reading: events that came meanwhile and fill no report are read once,
 * when the pace lets them go.
 */
function parksUnread({ target }: RunState, { settled, batch, waiting }: Facts): boolean {
  const { suspects, refused } = target.suspicion;
  const isSearching = suspects > 0 || refused.length > 0;
  return settled!.isParked && !batch!.isCutShort && !isSearching && waiting < REPORT_EVENTS_MAX;
}

/**
 * Whether the run is over. A target that waits for turns in the queue sends one report a run, so
 * that a hot room starves no other.
 */
function isOver(
  { reports, beganAt }: Pick<RunState, 'reports' | 'beganAt'>,
  facts: Facts,
): boolean {
  const { now, hasRate, mayPark, isCrowded } = facts;
  if (hasRate && !mayPark) return reports >= 1;
  if (isCrowded) return reports >= REPORTS_A_START_CROWDED;
  const ageMs = now - beganAt;
  return ageMs >= RUN_MS_MAX || (reports >= REPORTS_A_START && ageMs >= RUN_MS_MIN);
}
