import type { ReportLimits } from '../report-limits.js';
import { delayFields } from './target-state.js';
import { wait, type Decision } from './effects.js';
import type { Facts } from './facts.js';
import type { RunState } from './run-state.js';

/** Keeps the pace: parks here where it may, else waits in the queue. */
export function keepPace(state: RunState, facts: Facts, inMs: number): Decision {
  if (!facts.mayPark) return wait(state, facts, { cause: 'pace', inMs });
  const fields = state.isParked ? undefined : parkedFields(facts.now, inMs);
  return { state: { ...state, isParked: true }, effects: [{ kind: 'park', inMs, fields }] };
}

/** A target without a pace parks that long, in ms: the queue costs more. */
const PACE_MS_MIN = 5;

/** From one report that is not full to the next, in ms. */
export function paceMs({ minIntervalMs }: Pick<ReportLimits, 'minIntervalMs'>): number {
  return Math.max(minIntervalMs, PACE_MS_MIN);
}

/** Who waits for a turn looks anew after so long, in ms: what waits with it may have changed. */
export const TURN_LOOK_MS = 5000;

/** What the target's hash says while it waits here for a turn; what comes may bring that forward. */
export function waitingFields(now: number) {
  return { ...delayFields('rate', TURN_LOOK_MS, now), held: '2' };
}

/** What the target's hash says while it is parked here. */
export function parkedFields(now: number, forMs: number) {
  return { ...delayFields('pace', forMs, now), held: '1' };
}
