import type { TargetFields } from '#event-buffer';
import { parseSuspicion, type Suspicion } from './refusal-search.js';

/** Why a target's job waits for its time. Only `pace` may be cut short by a full buffer. */
export type DelayCause = 'pace' | 'rate' | 'retry' | 'pause' | 'no-job';

/** What a target's hash tells a reporter, beyond the buffer itself. */
export interface TargetState {
  /** Failures since the last delivery. */
  readonly failures: number;
  /** When the last report was accepted, ms since 1970. */
  readonly reportedAt: number;
  /** When the target may send, by a token that it was granted; 0: none. */
  readonly grantedAt: number;
  /** Events from the cursor on whose report may have been sent, for at most once; 0: none. */
  readonly inFlight: number;
  readonly suspicion: Suspicion;
}

/** Reads the fields of a target. */
export function targetStateOf(fields: ReadonlyMap<string, string>): TargetState {
  const number = (name: string): number => Number(fields.get(name) ?? 0);
  return {
    failures: number('failures'),
    reportedAt: number('reportedAt'),
    grantedAt: number('grantedAt'),
    inFlight: number('inFlight'),
    suspicion: parseSuspicion(fields.get('suspicion')),
  };
}

/** The fields that say why and until when a target's job is delayed. */
export function delayFields(cause: DelayCause, until: number): TargetFields {
  return { delay: cause, delayUntil: String(until) };
}
