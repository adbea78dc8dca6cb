import type { TargetFields } from '#event-buffer';
import { formatSuspicion, notLaterThan, parseSuspicion, type Suspicion } from './refusal-search.js';

/** Why a target's job waits for its time. Only `pace` may be cut short by a full buffer. */
export type DelayCause = 'pace' | 'rate' | 'retry' | 'pause' | 'no-job';

/**
 * What a target's hash tells a reporter, beyond the buffer itself. Whatever ends a start of the
 * target's job, the next one goes on from here: a search for a bad event must not begin anew
 * because the limit on reports came in between.
 */
export interface TargetState {
  /** Failures since the last delivery. */
  readonly failures: number;
  /** Since when nothing was accepted though something was tried, ms since 1970; 0: it goes well. */
  readonly failingSince: number;
  /** When the last report was accepted, ms since 1970. */
  readonly reportedAt: number;
  /** When the target may send, by a token that it was granted; 0: none. */
  readonly grantedAt: number;
  /** Events from the cursor on whose report may have been sent, for at most once; 0: none. */
  readonly inFlight: number;
  /** The largest body that is worth trying after a 413, in bytes, and when that was learnt. */
  readonly bodyBytesMax: number;
  readonly bodyMaxAt: number;
  /** Whether, since the last delivery or pause, the credential or the URL was renewed. */
  readonly remedied: boolean;
  /** Whether, since the last delivery, the job was looked up again. */
  readonly relocated: boolean;
  readonly suspicion: Suspicion;
}

/** A 413 is believed for so long. */
const BODY_MAX_LIVES_MS = 600_000;

/**
 * Reads the fields of a target. What cannot be read counts as absent, and what is said to have been
 * later than now, to be of now: the clock was ahead then.
 *
 * @param now as `Drain.now` tells it, as all times here.
 */
export function targetStateOf(fields: ReadonlyMap<string, string>, now: number): TargetState {
  const number = (name: string): number => {
    const value = Number(fields.get(name) ?? 0);
    return Number.isFinite(value) ? value : 0;
  };
  const time = (name: string): number => Math.min(number(name), now);
  const bodyMaxAt = time('bodyMaxAt');
  const bodyMaxLives = now - bodyMaxAt < BODY_MAX_LIVES_MS && number('bodyMax') > 0;
  return {
    failures: number('failures'),
    failingSince: time('failingSince'),
    // Nothing is put off by a report that was not yet.
    reportedAt: number('reportedAt') > now ? 0 : number('reportedAt'),
    grantedAt: number('grantedAt'),
    inFlight: number('inFlight'),
    bodyBytesMax: bodyMaxLives ? number('bodyMax') : Infinity,
    bodyMaxAt: bodyMaxLives ? bodyMaxAt : 0,
    remedied: fields.get('remedied') === '1',
    relocated: fields.get('relocated') === '1',
    suspicion: notLaterThan(now, parseSuspicion(fields.get('suspicion'))),
  };
}

/** The fields that hold a state; {@link targetStateOf} reads them. */
export function stateFields(state: TargetState): TargetFields {
  return {
    failures: written(state.failures),
    failingSince: written(state.failingSince),
    reportedAt: written(state.reportedAt),
    grantedAt: written(state.grantedAt),
    inFlight: written(state.inFlight),
    bodyMax: Number.isFinite(state.bodyBytesMax) ? String(state.bodyBytesMax) : '',
    bodyMaxAt: written(state.bodyMaxAt),
    remedied: state.remedied ? '1' : '',
    relocated: state.relocated ? '1' : '',
    suspicion: formatSuspicion(state.suspicion),
  };
}

function written(value: number): string {
  return value > 0 ? String(value) : '';
}

/** The fields that say why, until when, and for how long a target's job is delayed. */
export function delayFields(cause: DelayCause, inMs: number, now: number): TargetFields {
  return { delay: cause, delayUntil: String(now + inMs), delayMs: String(inMs) };
}
