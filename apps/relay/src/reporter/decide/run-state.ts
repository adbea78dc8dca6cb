import type { KeptState } from './kept-state.js';

/** The state of one run of a target's job; only decisions change it. */
export interface RunState {
  /** What the target's hash keeps for the next run. */
  readonly target: KeptState;
  /** When the run began, ms since 1970. */
  readonly beganAt: number;
  /** How many reports of this run were accepted. */
  readonly reports: number;
  /** Whether the target's hash says that it is parked, so that only a full report wakes it. */
  readonly isParked: boolean;
  /** How often the target was parked for events since its last report. */
  readonly awaited: number;
  /** The mark of events that may have been sent, as it was before the report under way. */
  readonly markBefore?: number | undefined;
}

/** The state at the beginning of a run. @param now ms since 1970 */
export function beginOf(target: KeptState, now: number): RunState {
  return { target, beganAt: now, reports: 0, isParked: false, awaited: 0, markBefore: undefined };
}
