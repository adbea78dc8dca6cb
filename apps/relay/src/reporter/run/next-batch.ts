import { Sketch, type Batch, type BatchLimits, type Drain, type DrainMemory } from '#event-buffer';
import { REPORT_EVENTS_MAX, type EventClass } from '#live-event';
import { REPORT_OVERHEAD_BYTES, type ReportRequest } from '#metastudio';
import { reportsAtMostOnce } from './at-most-once.js';
import type { BatchFacts, Facts } from '../decide/facts.js';
import { reportSize, skippedOffsets } from '../decide/refusal-search.js';
import type { KeptState } from '../decide/kept-state.js';
import type { ReportLimits } from '../report-limits.js';
import type { ReportRoute } from './report-route.js';
import type { TargetTerms } from '../report-terms.js';
import type { ReporterListener } from '../reporter-listener.js';
import { importanceOf, type Importance } from '../turns/importance.js';

export interface NextBatchParts {
  readonly drain: Drain;
  readonly terms: TargetTerms;
  readonly route: ReportRoute;
  readonly limits: ReportLimits;
  readonly listener: ReporterListener;
  /** What the drains of the process hold. */
  readonly memory: DrainMemory;
}

/** What is told of a report, whatever became of it. */
export type KnownBatch = Pick<Batch, 'events' | 'receipts'>;

export type BatchLearnt = Pick<Facts, 'batch' | 'way'>;

/** The most that one event takes in a report, in bytes. */
const EVENT_BYTES_MAX = 64 * 1024;
/**
 * How often the sketch of a waiting target reads on where no append said that it matters more, in ms; but
 * several times before any event can expire.
 */
const SKETCH_READ_MS = 30_000;
const OF_THE_SHORTEST_AGE = 0.25;

/**
 * What the next report of a run holds. It is read when the report can go; while the target waits, a
 * sketch is kept of it, or nothing, so that thousands of waiting targets hold no events.
 */
export class NextBatch {
  readonly #parts: NextBatchParts;
  #batch: Batch | undefined;
  #request: ReportRequest | undefined;
  #sketch: Sketch | undefined;
  #sketchReadAt = -Infinity;
  readonly #sketchReadMs: number;

  constructor(parts: NextBatchParts) {
    this.#parts = parts;
    const { paid, chat, ambient } = parts.limits.maxAgeMs;
    const shortest = Math.min(paid, chat, ambient);
    this.#sketchReadMs = Math.min(SKETCH_READ_MS, shortest * OF_THE_SHORTEST_AGE);
  }

  /** The batch that was cut last, and is still held. */
  get batch(): Batch {
    return this.#batch!;
  }

  /** What is known of the next report; that of a sketch has not been read. */
  get known(): KnownBatch {
    return this.#batch ?? { events: this.#sketch?.events ?? 0, receipts: () => [] };
  }

  /** Where its report goes. */
  get request(): ReportRequest {
    return this.#request!;
  }

  get isSketched(): boolean {
    return this.#sketch !== undefined;
  }

  /** Reads ahead, and cuts. The batch may hold events of bridges that came since the drain began. */
  async cut(state: KeptState): Promise<BatchLearnt> {
    const { drain, terms, listener } = this.#parts;
    this.#sketch = undefined;
    await drain.readAhead(this.#wanted(state));
    if (drain.window.events === 0 && drain.waiting > 0) {
      const lost = await drain.giveUpLost();
      if (lost.size > 0) listener.lost(drain.target, lost);
    }
    let batch = this.#cutNow(state);
    if (await terms.learn(batch.bridges.keys())) batch = this.#cutNow(state);
    this.#batch = batch;
    const { events, bytes, offset, passed } = batch;
    const isCutShort = passed < drain.window.events;
    const isAtMostOnce = reportsAtMostOnce(batch, terms.atMostOnce);
    const facts = { events, bytes, offset, passed, isCutShort, isAtMostOnce, isSketch: false };
    return events === 0 ? { batch: facts } : { batch: facts, way: this.#way() };
  }

  /** Something came that may matter more than all that the sketch tells of: the next look reads on. */
  hasNews(): void {
    this.#sketchReadAt = -Infinity;
  }

  /** Looks at what waits: reads on where that may change when the target is due. */
  async look(state: KeptState): Promise<BatchLearnt> {
    const { drain } = this.#parts;
    const sketch = this.#sketch!;
    const wanted = this.#wanted(state);
    const now = performance.now();
    const isOld = now - this.#sketchReadAt >= this.#sketchReadMs;
    if (isOld || sketch.hasExpired(this.#expiredBefore())) {
      await drain.readSketch(sketch, wanted);
      this.#sketchReadAt = now;
    }
    // All of it has expired: what came behind it is yet to be known. Of one on hold most is dropped without a turn.
    const isOver = sketch.oldest(this.#expiredBefore()).size === 0;
    if (isOver || drain.control === 'held') return this.cut(state);
    const { events, bytes } = sketch;
    const bytesMax = Math.min(wanted.bytes, state.bodyBytesMax);
    const isCutShort = events >= wanted.events || bytes >= bytesMax;
    const batch: BatchFacts = {
      events,
      bytes,
      offset: 0,
      passed: events,
      isCutShort,
      isAtMostOnce: false,
      isSketch: true,
    };
    return { batch, way: this.#way() };
  }

  /** Reads what the report after this one needs. Never fails: that read is repeated where it did. */
  async readOn(state: KeptState): Promise<void> {
    const { drain } = this.#parts;
    const { passed, bytes } = this.batch;
    const next = this.#wanted(state);
    await drain
      .readAhead({ events: next.events + passed, bytes: next.bytes + bytes })
      .catch(() => {});
  }

  /** The target waits for its turn: lets its events go, and keeps a sketch of them. */
  sketch(): void {
    const { drain } = this.#parts;
    if (this.#sketch === undefined) {
      this.#sketch = new Sketch(drain.window, drain.control === 'held');
      this.#sketchReadAt = performance.now();
    }
    this.letGo();
  }

  /** The target waits: what was read is read again when its report can go. */
  letGo(): void {
    this.#batch = undefined;
    this.#request = undefined;
    this.#parts.drain.letGo();
  }

  importance({ reportedAt }: KeptState): Importance {
    const { drain, limits } = this.#parts;
    return importanceOf(this.#oldest(), reportedAt, limits.maxAgeMs, drain.now());
  }

  /** Since when the target waits for a turn: another run may have begun to, in a process that has ended since. */
  waitsSince({ reportedAt }: KeptState): number {
    const { drain } = this.#parts;
    const now = drain.now();
    const kept = drain.record.get('turnSince') ?? 0;
    if (kept <= reportedAt || kept > now) return now;
    return Math.max(kept, Math.min(now, ...this.#oldest().values()));
  }

  #oldest(): ReadonlyMap<EventClass, number> {
    return this.#sketch?.oldest(this.#expiredBefore()) ?? this.batch.oldest();
  }

  #cutNow({ suspicion, inFlight, bodyBytesMax }: KeptState): Batch {
    const { drain, limits, terms } = this.#parts;
    const batchLimits: BatchLimits = {
      events: reportSize(suspicion, REPORT_EVENTS_MAX),
      bytes: Math.min(limits.bodyBytes, bodyBytesMax) - REPORT_OVERHEAD_BYTES,
      expiredBefore: this.#expiredBefore(),
      onlyPaid: drain.control === 'held',
    };
    const lost = inFlight > 0 ? { events: inFlight, atMostOnce: terms.atMostOnce } : undefined;
    return drain.window.cut(batchLimits, skippedOffsets(suspicion), lost);
  }

  /** A full report, behind the events that were refused before. */
  #wanted({ suspicion }: KeptState) {
    const refusedBytes = suspicion.refused.length * EVENT_BYTES_MAX;
    return { events: REPORT_EVENTS_MAX, bytes: this.#parts.limits.bodyBytes + refusedBytes };
  }

  #expiredBefore(): BatchLimits['expiredBefore'] {
    const { drain, limits } = this.#parts;
    const now = drain.now();
    const { paid, chat, ambient } = limits.maxAgeMs;
    return { paid: now - paid, chat: now - chat, ambient: now - ambient };
  }

  #way(): NonNullable<Facts['way']> {
    const { drain, route, listener } = this.#parts;
    const way = route.next();
    if (route.refusal !== undefined) listener.urlRefused(drain.target, route.refusal);
    this.#request = way.kind === 'request' ? way.request : undefined;
    return way.kind;
  }
}
