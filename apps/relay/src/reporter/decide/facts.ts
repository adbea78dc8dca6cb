import type { Batch, ControlState } from '#event-buffer';
import type { ReportOutcome } from '#metastudio';
import type { ReportLimits } from '../report-limits.js';

/** What a decision needs to know of the next batch. */
export interface BatchFacts extends Pick<Batch, 'events' | 'bytes' | 'offset' | 'passed'> {
  /** Whether more was read than it holds. */
  readonly isCutShort: boolean;
  /** Whether it holds events that are rather lost than reported twice. */
  readonly isAtMostOnce: boolean;
  /** Whether it is a sketch alone: the batch has to be read before its report. */
  readonly isSketch: boolean;
}

/**
 * What a decision may know besides the state: values alone. A step towards the next report learns
 * them one by one; one that it has not learnt yet is absent.
 */
export interface Facts {
  /** The time as `Drain.now` tells it, in ms since 1970. */
  readonly now: number;
  /** A random number between 0 and 1. */
  readonly random: number;
  readonly limits: ReportLimits;
  /** Whether the target is pinned to a job: then no other is looked for. */
  readonly isPinned: boolean;
  /** Whether the project has a limit on reports, so that each needs a turn. */
  readonly hasRate: boolean;
  /** Whether a turn that was waited for has come and is not used yet. */
  readonly hasTurn: boolean;
  /** Whether the target has waited for a turn, and a sketch is kept of what waits. */
  readonly isSketched: boolean;
  /** Whether an append of this process can be waited for: see `OwnFeed.isComing`. */
  readonly isFedHere: boolean;
  /** Whether one more target may park in this process. */
  readonly mayPark: boolean;
  /** Whether one more may for its next events, so that enough others can for a pace or a turn. */
  readonly mayAwaitEvents: boolean;
  /** Whether other targets wait for a place of this process. */
  readonly isCrowded: boolean;
  /** Events in the buffer, when Redis last told. */
  readonly waiting: number;

  /** What an operator wants of the target, as the last read or settling told. */
  readonly control: ControlState;

  // Whether the process was stopping as the step began.
  readonly isStopping: boolean;
  /** Whether Redis confirmed lately that the target is this reporter's. */
  readonly isLockFresh: boolean;

  /** Whether Redis's clock was set since the run began. */
  readonly isClockSet: boolean;

  // The next batch, once it is cut.
  readonly batch?: BatchFacts | undefined;
  /** Where its report would go; absent where the batch holds nothing to report. */
  readonly way?: 'request' | 'no-job' | 'no-url' | undefined;
  /** In how many ms the project's limit lets the report go; 0: now. */
  readonly turnInMs?: number | undefined;
  /** Whether the target's hash says that the batch may have been sent. */
  readonly isMarked?: boolean | undefined;
  readonly answer?: ReportOutcome | undefined;
  /** The live job was looked up again. */
  readonly located?: { readonly hasMoved: boolean; readonly hasJob: boolean } | undefined;
  /** The batch is settled. */
  readonly settled?: { readonly isParked: boolean } | undefined;
  /** The target was parked for events, and none came. */
  readonly isStillEmpty?: boolean | undefined;
  /** The failure that ended the last step. */
  readonly failure?:
    | { readonly kind: 'lookup' }
    | { readonly kind: 'unreadable'; readonly code: string }
    | undefined;
}
