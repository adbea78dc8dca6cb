import type { TargetChanges, TargetRecord } from '#event-buffer';
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
 * Reads a target's state. What cannot be read counts as absent, and what is said to have been later
 * than now, to be of now: the clock was ahead then.
 *
 * @param now as `Drain.now` tells it, as all times here.
 */
export function targetStateOf(record: Pick<TargetRecord, 'get'>, now: number): TargetState {
  const bodyMaxAt = Math.min(record.get('bodyMaxAt') ?? 0, now);
  const bodyMax = record.get('bodyMax') ?? 0;
  const bodyMaxLives = now - bodyMaxAt < BODY_MAX_LIVES_MS && bodyMax > 0;
  const reportedAt = record.get('reportedAt') ?? 0;
  return {
    failures: record.get('failures') ?? 0,
    failingSince: Math.min(record.get('failingSince') ?? 0, now),
    // Nothing is put off by a report that was not yet.
    reportedAt: reportedAt > now ? 0 : reportedAt,
    grantedAt: record.get('grantedAt') ?? 0,
    inFlight: record.get('inFlight') ?? 0,
    bodyBytesMax: bodyMaxLives ? bodyMax : Infinity,
    bodyMaxAt: bodyMaxLives ? bodyMaxAt : 0,
    remedied: record.get('remedied') === true,
    relocated: record.get('relocated') === true,
    suspicion: notLaterThan(now, parseSuspicion(record.get('suspicion'))),
  };
}

/** What holds a state; {@link targetStateOf} reads it. */
export function stateFields(state: TargetState): TargetChanges {
  const { failures, failingSince, reportedAt, grantedAt, inFlight, bodyMaxAt } = state;
  return {
    failures,
    failingSince,
    reportedAt,
    grantedAt,
    inFlight,
    bodyMaxAt,
    bodyMax: Number.isFinite(state.bodyBytesMax) ? state.bodyBytesMax : undefined,
    remedied: state.remedied,
    relocated: state.relocated,
    suspicion: formatSuspicion(state.suspicion),
  };
}

/** The fields that say why, until when, and for how long a target's job is delayed. */
export function delayFields(cause: DelayCause, inMs: number, now: number): TargetChanges {
  return { delay: cause, delayUntil: now + inMs, delayMs: inMs };
}
