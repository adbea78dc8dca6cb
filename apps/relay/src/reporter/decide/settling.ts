import { REPORT_EVENTS_MAX } from '#live-event';
import { settledState } from './settled-state.js';
import { stateFields } from './kept-state.js';
import { again, finish, goOn, type Decision } from './effects.js';
import type { Facts } from './facts.js';
import { keepPace, paceMs, parkedFields } from './pace.js';
import type { RunState } from './run-state.js';

/** After this many reports a run ends, for the sake of other targets. */
const REPORTS_A_START = 100;
const REPORTS_A_START_CROWDED = 10;

/** Settles the batch: its report was accepted, or its events have expired or were refused. */
export function settle(before: RunState, facts: Facts, delivered: boolean): Decision {
  const { now, limits, batch } = facts;
  const { refused, again: isTriedAgain } = before.target.suspicion;
  const target = settledState(before.target, batch!, delivered, now);
  const reports = before.reports + (delivered ? 1 : 0);
  const parks = delivered && !isOver(reports, facts) && facts.mayPark;
  const state = { target, reports, isParked: before.isParked || parks };
  const parked = parks ? parkedFields(now, paceMs(limits)) : {};
  const fields = { ...stateFields(target), ...parked };
  const words = isTriedAgain ? [] : refused;
  return { state, effects: [{ kind: 'settle', delivered, fields, words, parks }] };
}

/** Decides what follows a settled batch: the next report, unless other targets wait. */
export function afterSettling(state: RunState, facts: Facts): Decision {
  if (facts.waiting > 0 && isOver(state.reports, facts)) return again(state, 0);
  if (facts.waiting > 0 && !parksUnread(state, facts)) return goOn(state);
  if (!facts.settled!.isParked) return finish(state);
  return keepPace(state, facts, paceMs(facts.limits));
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
function isOver(reports: number, { hasRate, mayPark, isCrowded }: Facts): boolean {
  if (hasRate && !mayPark) return reports >= 1;
  return reports >= (isCrowded ? REPORTS_A_START_CROWDED : REPORTS_A_START);
}
