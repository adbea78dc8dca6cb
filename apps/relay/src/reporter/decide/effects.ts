import type { DelayCause, DriveResult, RefusalWords, TargetChanges } from '#event-buffer';
import type { PauseReason } from '../pause-reasons.js';
import { delayFields, stateFields } from './kept-state.js';
import type { Facts } from './facts.js';
import type { RunState } from './run-state.js';

/** What a decision has done. What an effect learns is a fact for the next decision. */
export type Effect =
  /** Reads ahead, cuts the next batch, and finds where its report would go. */
  | { readonly kind: 'cut' }
  /** Looks what came to a batch of which a sketch is kept. */
  | { readonly kind: 'look' }
  /** Takes a turn under the project's limit, if it can be had at once. */
  | { readonly kind: 'try-turn' }
  /**
   * Parks until a turn comes, or something changes the target's importance. `fields`: to be written
   * to the hash first.
   */
  | { readonly kind: 'await-turn'; readonly fields: TargetChanges }
  /** Takes a turn under the project's limit, or uses one that was granted before. */
  | { readonly kind: 'take-turn'; readonly isGranted: boolean }
  /** Writes to the hash that this many events may have been sent, or that they were not. */
  | { readonly kind: 'mark' | 'unmark'; readonly events: number }
  | { readonly kind: 'send' }
  /** Looks the live job up again. */
  | { readonly kind: 'locate'; readonly dropsUrl: boolean }
  | ({ readonly kind: 'settle' } & Settling)
  /**
   * Parks the target in this process, and then waits `forAppendMs` for an append of this process.
   * `fields`: to be written to the hash first.
   */
  | {
      readonly kind: 'park';
      readonly inMs: number;
      readonly forAppendMs: number;
      readonly fields: TargetChanges | undefined;
    }
  /** Parks the target in this process for this long, or until events come: none wait as far as is known. */
  | { readonly kind: 'await-events'; readonly forMs: number }
  | {
      readonly kind: 'tell-paused';
      readonly reason: PauseReason;
      readonly code?: string | undefined;
    }
  | { readonly kind: 'tell-rate'; readonly inMs: number }
  /** Begins the next step. */
  | { readonly kind: 'go-on' }
  /** Writes to the hash why the target waits, and ends the run. */
  | { readonly kind: 'wait'; readonly inMs: number; readonly fields: TargetChanges }
  /** Ends the run, since nothing waits as far as is known. */
  | { readonly kind: 'finish'; readonly isParked: boolean }
  | { readonly kind: 'end'; readonly result: DriveResult };

export interface Settling {
  readonly delivered: boolean;
  readonly fields: TargetChanges;
  /** MetaStudio's words on the events that it refused. */
  readonly words: readonly RefusalWords[];
  /** Whether settling also parks the target. */
  readonly parks: boolean;
}

export interface Decision {
  readonly state: RunState;
  /** To be done in this order. */
  readonly effects: readonly Effect[];
}

/** After how long a run is tried again whose lock Redis did not confirm in time, in ms. */
export const UNCONFIRMED_DELAY_MS = 500;

/** Begins the next step. */
export function goOn(state: RunState): Decision {
  return { state, effects: [{ kind: 'go-on' }] };
}

/** Ends the run, to be run again behind all others, or once the lock may be confirmed. */
export function again(state: RunState, inMs: number): Decision {
  return { state, effects: [{ kind: 'end', result: { kind: 'again', inMs } }] };
}

/** Ends the run: nothing waits. */
export function finish(state: RunState): Decision {
  return { state, effects: [{ kind: 'finish', isParked: state.isParked }] };
}

/** Ends the run: the target waits, and its hash says why. */
export function wait(
  before: RunState,
  { now }: Pick<Facts, 'now'>,
  { cause, inMs, fields = {} }: { cause: DelayCause; inMs: number; fields?: TargetChanges },
): Decision {
  const fails = cause === 'retry' || cause === 'pause';
  const { failingSince } = before.target;
  const target = fails ? { ...before.target, failingSince: failingSince || now } : before.target;
  // Waiting for a pace or a limit leaves a pause as it was; every other cause ends it.
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

/** Ends the run: the target waits on purpose, and what it has then is not late. */
export function keepBack(
  before: RunState,
  { now }: Pick<Facts, 'now'>,
  { cause, inMs }: { cause: DelayCause; inMs: number },
): Decision {
  const target = { ...before.target, keptBackUntil: now + inMs };
  return wait({ ...before, target }, { now }, { cause, inMs });
}

/** Pauses a target that cannot be served; it is tried again by itself after a while. */
export function pauseTarget(
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
