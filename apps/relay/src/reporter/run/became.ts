import type { DriveResult } from '#event-buffer';
import type { Facts } from '../decide/facts.js';

/** What a step has learnt so far. */
export type Learnt = Pick<
  Facts,
  | 'batch'
  | 'way'
  | 'turnInMs'
  | 'isMarked'
  | 'answer'
  | 'located'
  | 'settled'
  | 'isStillEmpty'
  | 'failure'
>;

/** What became of an effect. */
export type Became = { readonly kind: 'learnt'; readonly learnt: Learnt } | StepEnd;

/** How a step ends: with another one, at once or once the target has been parked, or as the run's last one. */
export type StepEnd =
  | { readonly kind: 'step-over' }
  | { readonly kind: 'parks'; readonly forMs: number; readonly forAppendMs: number }
  | { readonly kind: 'awaits'; readonly forMs: number }
  | { readonly kind: 'ended'; readonly result: DriveResult };
