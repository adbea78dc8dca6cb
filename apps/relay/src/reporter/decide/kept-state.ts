import type { DelayCause, TargetChanges, TargetRecord } from '#event-buffer';
import { formatSuspicion, notLaterThan, parseSuspicion, type Suspicion } from './refusal-search.js';

/**
 * What a reporter keeps in a target's hash, beside the buffer itself. However a run ends, the next
 * one goes on from here: a search for a bad event must not start over because the limit on reports
 * came in between.
 */
export interface KeptState {
  /** Failures since the last delivery. */
  readonly failures: number;
  /** Since when reports have failed, in ms since 1970; 0: they have not. */
  readonly failingSince: number;
  /**
   * Until when the target last waited on purpose, in ms since 1970: its room had no live job, or somebody had
   * paused it; 0: it has not.
   */
  readonly keptBackUntil: number;
  /** When the last report was accepted, ms since 1970. */
  readonly reportedAt: number;
  /** For when a turn was granted to the target, in ms since 1970; 0: none was. */
  readonly grantedAt: number;
  /** How many events from the cursor on may have been sent, for at-most-once delivery; 0: none. */
  readonly inFlight: number;
  /** The largest body to try after a 413, in bytes, and when that was learnt. */
  readonly bodyBytesMax: number;
  readonly bodyMaxAt: number;
  /** Whether the credential or the URL was renewed since the last delivery or pause. */
  readonly remedied: boolean;
  /** Whether the job was looked up again since the last delivery. */
  readonly relocated: boolean;
  readonly suspicion: Suspicion;
}

/** How long a 413 is believed, in ms. */
const BODY_MAX_LIVES_MS = 600_000;

/**
 * Reads a target's state. What cannot be read counts as absent. A time in the future counts as now:
 * the clock was ahead when it was written.
 *
 * @param now the time as `Drain.now` tells it, like all times here.
 */
export function keptStateOf(record: Pick<TargetRecord, 'get'>, now: number): KeptState {
  const bodyMaxAt = Math.min(record.get('bodyMaxAt') ?? 0, now);
  const bodyMax = record.get('bodyMax') ?? 0;
  const bodyMaxLives = now - bodyMaxAt < BODY_MAX_LIVES_MS && bodyMax > 0;
  const reportedAt = record.get('reportedAt') ?? 0;
  return {
    failures: record.get('failures') ?? 0,
    failingSince: Math.min(record.get('failingSince') ?? 0, now),
    // It was woken before that.
    keptBackUntil: Math.min(record.get('keptBackUntil') ?? 0, now),
    // A report in the future must not put off the next one.
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

/** The fields that hold a state, for {@link keptStateOf} to read. */
export function stateFields(state: KeptState): TargetChanges {
  const { failures, failingSince, keptBackUntil, reportedAt, grantedAt, inFlight, bodyMaxAt } =
    state;
  return {
    failures,
    failingSince,
    keptBackUntil,
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
