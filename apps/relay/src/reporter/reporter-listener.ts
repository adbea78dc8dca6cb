import type { ReportOutcome, UrlRefusal } from '#metastudio';
import type { Settled } from './run/accepted-reports.js';
import type { PauseReason } from './pause-reasons.js';

/** A time in which no report of a target was accepted. */
export interface TargetOutage {
  readonly durationMs: number;
  /** Failures in a row. */
  readonly failures: number;
  /** How many events waited when it was over. */
  readonly waited: number;
}

/** What a reporter repairs by itself. */
export const REPAIRS = ['wake', 'delay', 'schedule', 'count', 'consumer'] as const;
export type Repair = (typeof REPAIRS)[number];

/**
 * Receives what the reporter does, for logs and metrics. Methods are called once a report, never once
 * an event; they must be cheap and must not throw.
 */
export interface ReporterListener {
  /** A report was answered, or was not: it held this many events and took this long. */
  answered(target: string, outcome: ReportOutcome, events: number, durationMs: number): void;
  /**
   * A batch was settled: what of it was reported, dropped and dead-lettered, by bridge.
   *
   * @param keptBackUntil until when the target last waited on purpose, in ms since 1970; 0: it has not.
   * @param liveJob that the batch was for; absent where it is not known any more.
   */
  settled(
    target: string,
    batch: Settled,
    now: number,
    keptBackUntil: number,
    liveJob?: string,
  ): void;
  /** This many events were accepted and could not be settled: they may have been sent again. */
  forgotten(target: string, events: number): void;
  /** This many events were accepted, once, and are in no count: Redis lost its data before they were settled. */
  uncounted(target: string, events: number): void;
  /** Redis has lost events that waited; how many, by bridge. */
  lost(target: string, events: ReadonlyMap<string, number>): void;
  /** Redis has lost all that it held, with the counts: how many events waited is not known. */
  lostAll(): void;
  /** Only the project's limit holds a target up, for this long. */
  rateLimited(target: string, ms: number): void;
  paused(target: string, reason: PauseReason, code: string | undefined): void;
  /** A target's retries or pause are over: its events go out again. */
  recovered(target: string, outage: TargetOutage): void;
  /**
   * Something was repaired that would have held events up: a lost wake-up, a delay that did not
   * end, the schedule of the sweep, the count of waiting events, a consumer that took no job.
   */
  repaired(what: Repair, target: string | undefined): void;
  /** A report URL that MetaStudio gave is not followed. */
  urlRefused(target: string, refusal: UrlRefusal): void;
  /** The room has a new live job, or none any more. */
  liveJobChanged(target: string, jobId: string | undefined): void;
  /** An error that nothing else handled: Redis is away, or there is a bug. */
  failed(error: Error): void;
}
