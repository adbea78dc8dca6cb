import { delayFields } from './target-state.js';
import { wait, type Decision } from './effects.js';
import type { Facts } from './facts.js';
import type { RunState } from './run-state.js';

/** Keeps the pace: rests here where it may, else in the queue. */
export function keepPace(state: RunState, facts: Facts, inMs: number): Decision {
  if (!mayRest(facts)) return wait(state, facts, { cause: 'pace', inMs });
  const fields = state.isParked ? undefined : parkedFields(facts.now, inMs);
  return { state: { ...state, isParked: true }, effects: [{ kind: 'rest', inMs, fields }] };
}

/** Where there is a limit on reports each has a turn in the queue, and they are few. */
export function mayRest({ limits, hasRate, mayRest: hasRoom }: Facts): boolean {
  return limits.minIntervalMs > 0 && !hasRate && hasRoom;
}

/** What the target's hash says while it rests here. */
export function parkedFields(now: number, forMs: number) {
  return { ...delayFields('pace', forMs, now), held: '1' };
}
