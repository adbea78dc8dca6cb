import { decide } from '../../apps/relay/src/reporter/decide/decide.js';
import type { Decision, Effect } from '../../apps/relay/src/reporter/decide/effects.js';
import type { Facts } from '../../apps/relay/src/reporter/decide/facts.js';
import { keptStateOf, type KeptState } from '../../apps/relay/src/reporter/decide/kept-state.js';
import { beginOf, type RunState } from '../../apps/relay/src/reporter/decide/run-state.js';
import { reportLimitsOf } from '../../apps/relay/src/reporter/report-limits.js';

export const NOW = 1_700_000_000_000;
export const TARGET = keptStateOf(new Map(), NOW);
export const LIMITS = reportLimitsOf({
  maxEvents: 100_000,
  maxBytes: 1_000_000,
  minIntervalMs: 100,
  lingerMs: 0,
  waitReplicas: 0,
  maxAgeSeconds: { paid: undefined, chat: undefined, ambient: undefined },
  maxPerSecond: new Map(),
});
export const MANY = { events: 100, bytes: 20_000, offset: 0, passed: 100 };
export const LONE = { events: 1, bytes: 200, offset: 0, passed: 1 };
export const NOTHING = { events: 0, bytes: 0, offset: 0, passed: 0 };
export const SAME_JOB = { hasMoved: false, hasJob: true };
export const INVALID = {
  kind: 'invalid',
  message: 'bad',
  certain: true,
  status: 400,
  code: 'MSS.00000003',
  requestId: 'req-1',
} as const;

export type Batch = Pick<NonNullable<Facts['batch']>, 'events' | 'bytes' | 'offset' | 'passed'>;
export type Answer = NonNullable<Facts['answer']>;

/** The facts of a step in which nothing stands in the way. */
export function facts(known: Partial<Facts> = {}): Facts {
  return {
    now: NOW,
    random: 0.5,
    limits: LIMITS,
    isPinned: false,
    hasRate: false,
    hasTurn: false,
    isSketched: false,
    isFedHere: false,
    mayPark: true,
    mayAwaitEvents: true,
    isCrowded: false,
    waiting: 100,
    isStopping: false,
    isLockFresh: true,
    isClockSet: false,
    control: 'running',
    ...known,
  };
}

export function batchOf(batch: Batch, more: object = {}): NonNullable<Facts['batch']> {
  return { ...batch, isCutShort: false, isAtMostOnce: false, isSketch: false, ...more };
}

export function run(target: Partial<KeptState> = {}, more: Partial<RunState> = {}): RunState {
  return { ...beginOf({ ...TARGET, ...target }, NOW), ...more };
}

/** The limit binds, and no more targets may park here. */
export function limited(known: Partial<Facts>): Facts {
  return ready({ hasRate: true, mayPark: false, ...known });
}

export function kinds({ effects }: Decision): string[] {
  return effects.map(({ kind }) => kind);
}

export function the<K extends Effect['kind']>(kind: K, { effects }: Decision) {
  return effects.find((effect) => effect.kind === kind) as Extract<Effect, { kind: K }>;
}

/** A report that is about to go: a batch was cut, and there is a way for it. */
export function ready(known: Partial<Facts> = {}, batch: Batch = MANY, more: object = {}): Facts {
  return facts({ batch: batchOf(batch, more), way: 'request', ...known });
}

/** Decides what follows an answer, and looks the job up where that is asked for. */
export function answered(
  answer: Answer,
  batch: Batch = MANY,
  target: KeptState = TARGET,
  { located = SAME_JOB, ...known }: Partial<Facts> = {},
): Decision {
  const first = decide(beginOf(target, NOW), ready({ answer, ...known }, batch));
  if (!kinds(first).includes('locate')) return first;
  return decide(first.state, ready({ answer, located, ...known }, batch));
}
