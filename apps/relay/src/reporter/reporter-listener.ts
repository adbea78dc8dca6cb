import type { ReportOutcome, UrlRefusal } from '#metastudio';
import type { Settled } from './run/accepted-reports.js';
import type { PauseReason } from './pause-reasons.js';

/** A time in which a target was tried and nothing of it was accepted. */
export interface TargetOutage {
  readonly durationMs: number;
  /** Failures in a row. */
  readonly failures: number;
  /** Events that waited when it was over. */
  readonly waited: number;
}

/** What a reporter mends while it runs. */
export const REPAIRS = ['wake', 'delay', 'schedule', 'count', 'consumer'] as const;
export type Repair = (typeof REPAIRS)[number];

/**
 * Hears what the reporter does, for logs and metrics. Methods are called once a report, never once
 * an event; they must be cheap and must not throw.
 */
export interface ReporterListener {
  /** A report was answered, or was not: it held so many events and took so long. */
  answered(target: string, outcome: ReportOutcome, events: number, durationMs: number): void;
  /** A batch was settled: what of it was reported, dropped and dead-lettered, by bridge. */
  settled(target: string, batch: Settled, now: number): void;
  /** So many events were accepted and could not be settled: they may have been sent again. */
  forgotten(target: string, events: number): void;
  /** So many events were accepted, once, and are in no count: Redis lost them before it was told. */
  uncounted(target: string, events: number): void;
  /** What waited is not in Redis any more: so many events, by bridge. */
  lost(target: string, events: ReadonlyMap<string, number>): void;
  /** The project's limit, and nothing else, holds a target up for so long. */
  rateLimited(target: string, ms: number): void;
  paused(target: string, reason: PauseReason, code: string | undefined): void;
  /** What was retried, or a pause, is over: the target's events go on. */
  recovered(target: string, outage: TargetOutage): void;
  /**
   * Something that would have held events up was mended: a wake-up that was lost, a delay that did
   * not end, the schedule of the sweep, the count of what waits, a consumer that took no job.
   */
  repaired(what: Repair, target: string | undefined): void;
  /** A report URL that MetaStudio gave is not followed. */
  urlRefused(target: string, refusal: UrlRefusal): void;
  /** The room has a new live job, or none any more. */
  liveJobChanged(target: string, jobId: string | undefined): void;
  /** What nothing else has dealt with: Redis is away, or a mistake of ours. */
  failed(error: Error): void;
}
