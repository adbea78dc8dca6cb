import { BoundedMap } from '#bounded-map';
import { lastMarkIn } from '../../mark.js';
import { Arrivals, type RoomTracks } from './arrivals.js';
import { KeptEvents, type Keep } from './kept-events.js';
import { Latencies } from './latencies.js';
import type { ReadReport, ReportedEvent } from '../validate-report.js';

/** Tells when a marked event was sent, on the monotonic clock; `undefined` if it is unknown. */
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
const LATENCY_MS_MAX = 3_600_000;

/** What the events of one report have in common. */
interface Arrival {
  readonly jobId: string;
  readonly room: RoomTracks;
  /** In ms since 1970, and on the monotonic clock. */
  readonly now: number;
  readonly ticks: number;
}

/** Records what MetaStudio accepted, so that tests can check what arrived. */
export class Recorder {
  readonly arrivals = new Arrivals();
  readonly latencies = new Latencies();
  readonly kept: KeptEvents;
  readonly jobs = new BoundedMap<string, JobCount>(JOBS_MAX);
  readonly total: JobCount = emptyCount();
  /** Events without a mark, whose order and repetitions are unknown. */
  unmarked = 0;
  /** Reports that asked for no review. */
  withoutReview = 0;

  constructor(
    options: { keep: Keep; keepEventsMax: number; keepBytesMax: number },
    private readonly sentAt: SentAt,
  ) {
    this.kept = new KeptEvents(options.keep, options.keepEventsMax, options.keepBytesMax);
  }

  /** Records one accepted report. */
  accept(roomId: string, jobId: string, report: ReadReport, now: number): void {
    const { events, noNeedReview } = report;
    if (noNeedReview === true) this.withoutReview++;
    const job = this.jobOf(jobId);
    for (const count of [this.total, job]) {
      count.reports++;
      count.events += events.length;
      count.eventsPerReportMax = Math.max(count.eventsPerReportMax, events.length);
      countTypes(count.byType, events);
    }
    const arrival = { jobId, room: this.arrivals.room(roomId), now, ticks: performance.now() };
    for (const event of events) this.note(event, arrival);
  }

  private note(event: ReportedEvent, arrival: Arrival): void {
    const mark = event.content === undefined ? undefined : lastMarkIn(event.content);
    this.kept.add(arrival.jobId, this.total.reports, event, mark);
    if (mark === undefined) {
      this.unmarked++;
      return;
    }
    if (!this.arrivals.note(arrival.room, mark)) return;
    const sentAt = this.sentAt(mark.stream, mark.number);
    // If the chat runs in another process, the platform's time of the event is used.
    const latencyMs = sentAt === undefined ? arrival.now - event.timestamp : arrival.ticks - sentAt;
    if (latencyMs >= 0 && latencyMs < LATENCY_MS_MAX) this.latencies.note(latencyMs);
  }

  private jobOf(jobId: string): JobCount {
    const known = this.jobs.get(jobId);
    if (known !== undefined) return known;
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
