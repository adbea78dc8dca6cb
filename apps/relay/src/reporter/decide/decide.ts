import { afterAnswer, retry } from './after-answer.js';
import { pauseTarget, type Decision } from './effects.js';
import type { Facts } from './facts.js';
import { GATES_OF_THE_REPORT, GATES_OF_THE_STEP, type Gate } from './gates.js';
import { awaitEvents } from './pace.js';
import type { RunState } from './run-state.js';
import { afterSettling, settle } from './settling.js';

/**
 * Decides what comes next in one run of a target's job. Pure: where it lacks a fact it returns the
 * effect that learns it, and is called again with it.
 */
export function decide(state: RunState, facts: Facts): Decision {
  const { failure, settled, answer, batch } = facts;
  if (failure?.kind === 'unreadable')
    return pauseTarget(state, facts, 'entry-unreadable', failure.code);
  // The look-up has reported the failure, once for all targets; this target waits for it.
  if (failure?.kind === 'lookup') return retry(state, facts, 'job-lookup');
  if (settled !== undefined) return afterSettling(state, facts);
  if (answer?.kind === 'delivered') return settle(state, facts, true);
  if (answer !== undefined) return afterAnswer(state, facts, answer);
  if (batch === undefined) {
    const isEmpty = facts.isStillEmpty === true || seemsEmpty(state, facts);
    if (isEmpty) return firstShut(GATES_OF_THE_STEP, state, facts) ?? awaitEvents(state, facts);
    const kind = facts.isSketched && !facts.hasTurn ? 'look' : 'cut';
    return firstShut(GATES_OF_THE_STEP, state, facts) ?? { state, effects: [{ kind }] };
  }
  return firstShut(GATES_OF_THE_REPORT, state, facts) ?? { state, effects: [{ kind: 'send' }] };
}

/** Whether a read would find nothing: this process alone appended lately, and has not since the last read. */
function seemsEmpty(state: RunState, { waiting, isFedHere, isSketched }: Facts): boolean {
  return state.isParked && state.reports > 0 && waiting === 0 && isFedHere && !isSketched;
}

function firstShut(gates: readonly Gate[], state: RunState, facts: Facts): Decision | undefined {
  for (const gate of gates) {
    const decision = gate(state, facts);
    if (decision !== undefined) return decision;
  }
  return undefined;
}
