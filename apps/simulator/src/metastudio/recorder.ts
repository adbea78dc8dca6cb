import { lastMarkIn } from '../mark.js';
import { Arrivals } from './arrivals.js';
import { KeptEvents, type Keep } from './kept-events.js';
import { Latencies } from './latencies.js';
import type { ReportedEvent } from './validate-report.js';

/** Tells when a marked event was sent, in ms since 1970; `undefined` where it is not known. */
export type SentAt = (stream: number, number: number) => number | undefined;

/** What was accepted for one job. */
export interface JobCount {
  events: number;
  reports: number;
  eventsPerReportMax: number;
  /** By MetaStudio's number of the type; `none` for events without one. */
  readonly byType: Map<string, number>;
}

const JOBS_MAX = 20_000;

/** Remembers what MetaStudio accepted, so that tests can say what arrived. */
export class Recorder {
  readonly arrivals = new Arrivals();
  readonly latencies = new Latencies();
  readonly kept: KeptEvents;
  readonly jobs = new Map<string, JobCount>();
  readonly total: JobCount = emptyCount();
  /** Marked and unmarked events; of unmarked ones neither order nor repetition is judged. */
  unmarked = 0;
  /** The sum of `giftNum`: what streaks must add up to. Counted while events are checked fully. */
  private readonly sentAt: SentAt;

  constructor(
    options: { keep: Keep; keepEventsMax: number; keepBytesMax: number },
    sentAt: SentAt,
  ) {
    this.kept = new KeptEvents(options.keep, options.keepEventsMax, options.keepBytesMax);
    this.sentAt = sentAt;
  }

  /** Notes one accepted report. */
  accept(roomId: string, jobId: string, events: readonly ReportedEvent[], now: number): void {
    const job = this.jobOf(jobId);
    for (const count of [this.total, job]) {
      count.reports++;
      count.events += events.length;
      count.eventsPerReportMax = Math.max(count.eventsPerReportMax, events.length);
      countTypes(count.byType, events);
    }
    for (const event of events) this.note(roomId, jobId, event, now);
  }

  private note(roomId: string, jobId: string, event: ReportedEvent, now: number): void {
    const mark = event.content === undefined ? undefined : lastMarkIn(event.content);
    this.kept.add(jobId, this.total.reports, event, mark);
    if (mark === undefined) {
      this.unmarked++;
      return;
    }
    this.arrivals.note(roomId, mark.stream, mark.number);
    const sentAt = this.sentAt(mark.stream, mark.number);
    if (sentAt !== undefined) this.latencies.note(now - sentAt);
  }

  private jobOf(jobId: string): JobCount {
    const known = this.jobs.get(jobId);
    if (known !== undefined) return known;
    if (this.jobs.size >= JOBS_MAX) this.jobs.delete(this.jobs.keys().next().value!);
    const count = emptyCount();
    this.jobs.set(jobId, count);
    return count;
  }
}

function emptyCount(): JobCount {
  return { events: 0, reports: 0, eventsPerReportMax: 0, byType: new Map() };
}

function countTypes(byType: Map<string, number>, events: readonly ReportedEvent[]): void {
  const counts = new Uint32Array(102);
  for (const { type } of events) counts[type === undefined || !(type <= 100) ? 101 : type]!++;
  for (let type = 0; type < 102; type++) {
    if (counts[type] === 0) continue;
    const name = type === 101 ? 'none' : String(type);
    byType.set(name, (byType.get(name) ?? 0) + counts[type]!);
  }
}
