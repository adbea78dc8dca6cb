import type { TargetState } from './target-state.js';

/** What one start of a target's job knows; decisions alone change it. */
export interface RunState {
  /** What the target's hash keeps for the next start. */
  readonly target: TargetState;
  /** Reports of this start that were accepted. */
  readonly reports: number;
  /** Whether the target's hash says that it is parked here, so that only a full report wakes it. */
  readonly isParked: boolean;
  /** The mark of what may have been sent, as it was before the report under way. */
  readonly markBefore?: number | undefined;
}

/** The state at the begin of a start. */
export function beginOf(target: TargetState): RunState {
  return { target, reports: 0, isParked: false };
}
