import type { Mark } from '../../mark.js';
import type { ReportedEvent } from '../validate-report.js';

/** How much is kept of accepted events: nothing, a few numbers each, or everything. */
export type Keep = 'none' | 'marks' | 'all';

/** An accepted event, as `GET /_sim/events` gives it. */
export interface KeptEvent {
  /** Counts accepted events from 1, over all jobs, in the order of acceptance. */
  readonly ordinal: number;
  readonly jobId: string;
  /** Counts accepted reports from 1. */
  readonly report: number;
  readonly timestamp: number;
  readonly type: number | null;
  readonly stream?: number;
  readonly number?: number;
  /** A 32-bit hash of the content, for an event without a mark (`marks`). */
  readonly hash?: number;
  /** Only with `all`. */
  readonly content?: string | null;
}

const SEGMENT = 16_384;

interface Segment {
  readonly timestamps: Float64Array;
  readonly reports: Uint32Array;
  /** The mark's number, or the hash where there is no mark. */
  readonly numbers: Uint32Array;
  readonly streams: Uint16Array;
  readonly jobs: Uint32Array;
  readonly types: Uint8Array;
  readonly contents: (string | null)[] | undefined;
  bytes: number;
}

const NO_TYPE = 255;
const JOBS_MAX = 100_000;

/**
 * A ring of the latest accepted events: about 23 bytes each with `marks`, the whole content with
 * `all`. The oldest segment of 16 384 events is dropped when either bound is reached.
 */
export class KeptEvents {
  private readonly segments: Segment[] = [];
  private readonly jobIds: string[] = [];
  private readonly jobIndex = new Map<string, number>();
  private firstOrdinal = 1;
  private count = 0;
  private bytes = 0;

  constructor(
    private readonly keep: Keep,
    private readonly eventsMax: number,
    private readonly bytesMax: number,
  ) {}

  add(jobId: string, report: number, event: ReportedEvent, mark: Mark | undefined): void {
    if (this.keep === 'none') return;
    const segment = this.openSegment();
    const at = this.count++ % SEGMENT;
    segment.timestamps[at] = event.timestamp;
    segment.reports[at] = report;
    segment.streams[at] = mark?.stream ?? 0;
    segment.numbers[at] = mark?.number ?? hashOf(event.content ?? '');
    segment.jobs[at] = this.indexOf(jobId);
    segment.types[at] = event.type ?? NO_TYPE;
    if (segment.contents === undefined) return;
    const size = 2 * (event.content?.length ?? 0) + 32;
    segment.contents[at] = event.content ?? null;
    segment.bytes += size;
    this.bytes += size;
  }

  /** Kept events after an ordinal, oldest first, of one job or all. */
  *after(ordinal: number, jobId: string | undefined): Generator<KeptEvent> {
    const job = jobId === undefined ? undefined : this.jobIndex.get(jobId);
    if (jobId !== undefined && job === undefined) return;
    const from = Math.max(ordinal + 1, this.firstOrdinal);
    for (let next = from; next < this.firstOrdinal + this.count; next++) {
      const index = next - this.firstOrdinal;
      const segment = this.segments[Math.floor(index / SEGMENT)]!;
      if (job !== undefined && segment.jobs[index % SEGMENT] !== job) continue;
      yield this.event(segment, index % SEGMENT, next);
    }
  }

  private event(segment: Segment, at: number, ordinal: number): KeptEvent {
    const stream = segment.streams[at]!;
    const number = segment.numbers[at]!;
    const type = segment.types[at]!;
    return {
      ordinal,
      jobId: this.jobIds[segment.jobs[at]!]!,
      report: segment.reports[at]!,
      timestamp: segment.timestamps[at]!,
      type: type === NO_TYPE ? null : type,
      ...(stream > 0 ? { stream, number } : { hash: number }),
      ...(segment.contents === undefined ? {} : { content: segment.contents[at] ?? null }),
    };
  }

  private openSegment(): Segment {
    while (this.count + 1 > this.eventsMax || this.bytes > this.bytesMax) {
      // The segment being filled stays: a report must be readable after it was accepted.
      if (this.segments.length < 2) break;
      const gone = this.segments.shift()!;
      this.firstOrdinal += SEGMENT;
      this.count -= SEGMENT;
      this.bytes -= gone.bytes;
    }
    if (this.count === this.segments.length * SEGMENT) this.segments.push(this.newSegment());
    return this.segments.at(-1)!;
  }

  private newSegment(): Segment {
    return {
      timestamps: new Float64Array(SEGMENT),
      reports: new Uint32Array(SEGMENT),
      numbers: new Uint32Array(SEGMENT),
      streams: new Uint16Array(SEGMENT),
      jobs: new Uint32Array(SEGMENT),
      types: new Uint8Array(SEGMENT),
      contents: this.keep === 'all' ? [] : undefined,
      bytes: 0,
    };
  }

  private indexOf(jobId: string): number {
    const known = this.jobIndex.get(jobId);
    if (known !== undefined) return known;
    if (this.jobIds.length >= JOBS_MAX) throw new RangeError(`More than ${JOBS_MAX} jobs.`);
    this.jobIndex.set(jobId, this.jobIds.length);
    return this.jobIds.push(jobId) - 1;
  }
}

/** FNV-1a over UTF-16 units: quick, and good enough to compare texts. */
function hashOf(text: string): number {
  let hash = 0x811c9dc5;
  for (let at = 0; at < text.length; at++) {
    hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193);
  }
  return hash >>> 0;
}
