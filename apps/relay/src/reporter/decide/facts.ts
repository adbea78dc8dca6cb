import type { Batch, ControlState } from '#event-buffer';
import type { ReportOutcome } from '#metastudio';
import type { ReportLimits } from '../report-limits.js';

/** What a decision needs of the batch that would be reported next. */
export interface BatchFacts extends Pick<Batch, 'events' | 'bytes' | 'offset' | 'passed'> {
  /** Whether more has been read than it holds. */
  readonly isCutShort: boolean;
  /** Whether a bridge would rather lose events of it than report them twice. */
  readonly isAtMostOnce: boolean;
}

/**
 * What a decision may look at besides the state: values alone. A step towards the next report
 * learns them one after the other; what it has not learnt yet is absent.
 */
export interface Facts {
  /** As `Drain.now` tells it, ms since 1970. */
  readonly now: number;
  /** Between 0 and 1. */
  readonly random: number;
  readonly limits: ReportLimits;
  /** Whether the target names its job: then there is no other to look for. */
  readonly isPinned: boolean;
  /** Whether the project has a limit on reports: each then has a turn. */
  readonly hasRate: boolean;
  /** Whether a turn that was waited for has come, and is not used yet. */
  readonly hasTurn: boolean;
  /** Whether one more target may park in this process. */
  readonly mayPark: boolean;
  /** Whether other targets wait for a place of this process. */
  readonly isCrowded: boolean;
  /** Events in the buffer, when Redis last told. */
  readonly waiting: number;

  // As the step began.
  readonly isStopping: boolean;
  /** Whether Redis confirmed lately that the target is this reporter's. */
  readonly isLockFresh: boolean;
  /** What an operator wants of the target. */
  readonly control: ControlState;

  // What the step has learnt since.
  readonly batch?: BatchFacts;
  /** Where its report would go; absent where the batch holds nothing to report. */
  readonly way?: 'request' | 'no-job' | 'no-url';
  /** How long until the project's limit lets it go; 0: now. */
  readonly turnInMs?: number;
  /** Whether the target's hash says that the batch may have been sent. */
  readonly isMarked?: boolean;
  readonly answer?: ReportOutcome;
  /** The live job was looked up again. */
  readonly located?: { readonly hasMoved: boolean; readonly hasJob: boolean };
  /** The batch is settled. */
  readonly settled?: { readonly isParked: boolean };
  /** What the step failed with. */
  readonly failure?:
    { readonly kind: 'lookup' } | { readonly kind: 'unreadable'; readonly code: string };
}
