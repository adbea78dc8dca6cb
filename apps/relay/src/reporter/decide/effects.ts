import type { DriveResult, RefusalWords, TargetChanges } from '#event-buffer';
import type { PauseReason } from '../pause-reasons.js';
import { delayFields, stateFields, type DelayCause } from './target-state.js';
import type { Facts } from './facts.js';
import type { RunState } from './run-state.js';

/** What a decision asks for. What an effect learns is a fact of the next decision. */
export type Effect =
  /** Reads ahead, cuts the next batch, and finds where its report would go. */
  | { readonly kind: 'cut' }
  /** Asks for a turn under the project's limit, and has it where nothing stands before it. */
  | { readonly kind: 'try-turn' }
  /** Waits in this process for a turn, or for what changes its order. `fields`: for the hash, first. */
  | { readonly kind: 'await-turn'; readonly fields: TargetChanges }
  /** Asks for a turn under the project's limit; one that was granted before is used. */
  | { readonly kind: 'take-turn'; readonly isGranted: boolean }
  /** Writes down that so many events may have been sent, or that they were not. */
  | { readonly kind: 'mark' | 'unmark'; readonly events: number }
  | { readonly kind: 'send' }
  /** Looks the live job up again. */
  | { readonly kind: 'locate'; readonly dropsUrl: boolean }
  | ({ readonly kind: 'settle' } & Settling)
  /** Rests in this process. `fields`: what the target's hash has to say first. */
  | { readonly kind: 'park'; readonly inMs: number; readonly fields: TargetChanges | undefined }
  | {
      readonly kind: 'tell-paused';
      readonly reason: PauseReason;
      readonly code?: string | undefined;
    }
  | { readonly kind: 'tell-rate'; readonly inMs: number }
  /** Ends the step: the next one begins. */
  | { readonly kind: 'go-on' }
  /** Writes down why the target waits, and ends the start. */
  | { readonly kind: 'wait'; readonly inMs: number; readonly fields: TargetChanges }
  /** Ends the start where, as far as is known, nothing waits. */
  | { readonly kind: 'finish'; readonly isParked: boolean }
  | { readonly kind: 'end'; readonly result: DriveResult };

export interface Settling {
  readonly delivered: boolean;
  readonly fields: TargetChanges;
  /** What MetaStudio said of the events that are refused. */
  readonly words: readonly RefusalWords[];
  /** Whether the target is parked by it. */
  readonly parks: boolean;
}

export interface Decision {
  readonly state: RunState;
  /** In this order. */
  readonly effects: readonly Effect[];
}

/** A lock that Redis did not confirm in time is asked for again after so long. */
export const UNCONFIRMED_DELAY_MS = 500;

/** Begins the next step. */
export function goOn(state: RunState): Decision {
  return { state, effects: [{ kind: 'go-on' }] };
}

/** Ends the start: again behind all others, or once the lock may be confirmed. */
export function again(state: RunState, inMs: number): Decision {
  return { state, effects: [{ kind: 'end', result: { kind: 'again', inMs } }] };
}

/** Ends the start: nothing waits. */
export function finish(state: RunState): Decision {
  return { state, effects: [{ kind: 'finish', isParked: state.isParked }] };
}

/** The target waits for its time, and says why. */
export function wait(
  before: RunState,
  { now }: Pick<Facts, 'now'>,
  { cause, inMs, fields = {} }: { cause: DelayCause; inMs: number; fields?: TargetChanges },
): Decision {
  const fails = cause === 'retry' || cause === 'pause';
  const { failingSince } = before.target;
  const target = fails ? { ...before.target, failingSince: failingSince || now } : before.target;
  // A target that keeps a pace or a limit is as paused as before; every other cause replaces that.
  const isOver = cause !== 'pace' && cause !== 'rate';
  const noted = {
    ...stateFields(target),
    ...(isOver ? { pausedReason: undefined, pausedAt: undefined } : {}),
    ...fields,
    ...delayFields(cause, inMs, now),
    held: undefined,
  };
  return { state: { ...before, target }, effects: [{ kind: 'wait', inMs, fields: noted }] };
}

/** The target cannot be served; it tries again by itself after a while. */
export function pause(
  before: RunState,
  { now, limits }: Pick<Facts, 'now' | 'limits'>,
  reason: PauseReason,
  code: string | undefined,
): Decision {
  const fields = { pausedReason: reason, pausedAt: now };
  const inMs = limits.times.pauseMs;
  const { state, effects } = wait(before, { now }, { cause: 'pause', inMs, fields });
  return { state, effects: [{ kind: 'tell-paused', reason, code }, ...effects] };
}
