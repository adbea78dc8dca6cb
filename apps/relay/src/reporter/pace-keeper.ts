import type { Batch, Drain, DriveResult, TargetFields } from '#event-buffer';
import { REPORT_EVENTS_MAX } from '#live-event';
import type { Places } from './places.js';
import type { ReportLimits } from './report-limits.js';
import type { ReportProject } from './report-project.js';
import { delayFields, type TargetState } from './target-state.js';

/** A rest is no longer, so that a wake-up that was lost does not count for much. */
const REST_MS_MAX = 1000;
/** What came in the moment between the last look and the end of a rest is looked at after so long. */
const MISSED_MS = 20;

export interface PaceKeeperParts {
  readonly drain: Drain;
  readonly places: Places;
  readonly limits: ReportLimits;
  readonly project: ReportProject;
}

/**
 * Keeps the pace of one target: where it may, the target rests in this process from one report to
 * the next. Meanwhile its hash says `held`, so that no collector wakes it but for a full report.
 */
export class PaceKeeper {
  readonly #parts: PaceKeeperParts;
  #held = false;

  constructor(parts: PaceKeeperParts) {
    this.#parts = parts;
  }

  /** How much too early, in ms, it is for a report of a batch; one that is full is never. */
  earlyMs(batch: Batch, { suspicion, reportedAt }: TargetState): number {
    const { limits, drain } = this.#parts;
    // A search for a bad event is no new report: it goes on at once.
    const searching = suspicion.suspects > 0 || suspicion.refused.length > 0;
    const more = batch.passed < drain.window.events;
    if (searching || more || batch.events >= REPORT_EVENTS_MAX) return 0;
    const inMs = reportedAt + limits.minIntervalMs - Date.now();
    // A clock that was set back must not hold a target up.
    return Math.min(inMs, limits.minIntervalMs);
  }

  /** Where there is a limit on reports each has a turn in the queue, and they are few. */
  get mayRest(): boolean {
    const { limits, project, places } = this.#parts;
    return limits.minIntervalMs > 0 && project.rate === undefined && places.mayRest;
  }

  /** What the target's hash says while it rests. */
  restFields(forMs: number): TargetFields {
    return { ...delayFields('pace', forMs), held: '1' };
  }

  /** Those fields were settled, or noted. */
  noted(): void {
    this.#held = true;
  }

  /** Rests until the pace is kept, or earlier; `false` where another drain has started. */
  async rest(forMs: number): Promise<boolean> {
    const { drain, places } = this.#parts;
    if (!this.#held && !(await drain.note(this.restFields(forMs)))) return false;
    this.#held = true;
    await places.rest(drain.target, Math.min(forMs, REST_MS_MAX));
    return true;
  }

  /** Ends the start where, as far as is known, nothing waits. */
  async end(): Promise<DriveResult> {
    const missed = this.#held && (await this.#parts.drain.release()) > 0;
    return missed ? { kind: 'again', inMs: MISSED_MS } : { kind: 'done' };
  }
}
