import { PARKED } from '#event-buffer';
import type { ReportLimits } from '../report-limits.js';
import { delayFields } from './kept-state.js';
import { finish, wait, type Decision } from './effects.js';
import type { Facts } from './facts.js';
import type { RunState } from './run-state.js';

/** Keeps the pace: parks in this process where it may, else waits in the queue. */
export function keepPace(state: RunState, facts: Facts, inMs: number): Decision {
  if (!facts.mayPark) return wait(state, facts, { cause: 'pace', inMs });
  return park(state, facts, inMs, 0);
}

/**
 * Parks after a report, until the pace allows the next one. Where there is no pace and this process appends
 * to the target, it then waits for the next append, so that one report follows one append.
 */
export function parkAfterReport(state: RunState, facts: Facts): Decision {
  const inMs = paceMs(facts.limits);
  if (!facts.mayPark || !facts.isFedHere || facts.waiting > 0) return keepPace(state, facts, inMs);
  return park(state, facts, inMs, Math.max(0, UNTIL_APPEND_MS - inMs));
}

/**
 * Nothing waits: parks for the next events, so that they need no way through the queue. In parts, the later the longer:
 * where a signal was lost the next look finds what came.
 */
export function awaitEvents(state: RunState, facts: Facts): Decision {
  const forMs = AWAITED_MS[state.awaited];
  const isOver = facts.now - state.beganAt >= RUN_MS_MAX;
  if (!state.isParked || !facts.mayAwaitEvents || isOver || forMs === undefined)
    return finish(state);
  return {
    state: { ...state, awaited: state.awaited + 1 },
    effects: [{ kind: 'await-events', forMs }],
  };
}

/** For how long a target is parked for its next events, each time that none came, in ms; then its run ends. */
const AWAITED_MS = [5000, 10_000, 15_000];
/**
 * How old a run may be before it ends, in ms: reporters that came since get their share, and changed terms of bridges
 * count from the next run on.
 */
export const RUN_MS_MAX = 120_000;

function park(state: RunState, { now }: Facts, inMs: number, forAppendMs: number): Decision {
  const fields = state.isParked ? undefined : parkedFields(now, inMs);
  return {
    state: { ...state, isParked: true },
    effects: [{ kind: 'park', inMs, forAppendMs, fields }],
  };
}

/** A target without a pace parks for this long, in ms: going through the queue would cost more. */
const PACE_MS_MIN = 5;
/** How long after a report an append is waited for, in ms: a little longer than a busy collector gathers. */
const UNTIL_APPEND_MS = 15;

/** The time from one report that is not full to the next, in ms. */
export function paceMs({ minIntervalMs }: Pick<ReportLimits, 'minIntervalMs'>): number {
  return Math.max(minIntervalMs, PACE_MS_MIN);
}

/**
 * How often a target that waits for a turn reads its buffer again, in ms: its importance may have
 * changed.
 */
export const TURN_LOOK_MS = 5000;

/**
 * The fields of a target that waits here for a turn. An append that matters more brings the turn
 * forward.
 */
export function waitingFields(now: number) {
  return Object.assign(delayFields('rate', TURN_LOOK_MS, now), { held: PARKED.forTurn });
}

/** The fields of a target that is parked here. */
export function parkedFields(now: number, forMs: number) {
  return Object.assign(delayFields('pace', forMs, now), { held: PARKED.forPace });
}
