import type { Batch, Drain, JobLock, RefusalWords, TargetChanges } from '#event-buffer';
import { backoffMs, pause } from '#timing';
import { acceptedOf, type AcceptedReports } from './accepted-reports.js';
import type { ReporterListener } from '../reporter-listener.js';

export interface DrainTellerParts {
  readonly drain: Drain;
  readonly lock: JobLock;
  readonly accepted: AcceptedReports;
  readonly listener: ReporterListener;
  readonly stopping: AbortSignal;
}

/** How long it repeats one write, in ms; then the target starts afresh. */
const TELL_MS_MAX = 60_000;
const BACKOFF = { firstMs: 100, longestMs: 500 };

/**
 * Writes to Redis what MetaStudio answered, again and again until Redis has it. The drain's epoch
 * decides whether it still counts, so it may be written late, even after the lock has ended.
 */
export class DrainTeller {
  readonly #parts: DrainTellerParts;

  constructor(parts: DrainTellerParts) {
    this.#parts = parts;
  }

  /**
   * Settles a batch; remembers a delivered one until that is done.
   *
   * @returns `false` when another drain has started.
   */
  async settle(
    batch: Batch,
    delivered: boolean,
    fields: TargetChanges,
    words: readonly RefusalWords[],
  ): Promise<boolean> {
    const { drain, accepted } = this.#parts;
    if (delivered) {
      this.#forgot(accepted.remember(drain.target, acceptedOf(batch, fields, words)));
    }
    const settled = await this.#tell(async () => drain.settle(batch, delivered, fields, words));
    // Not settled: another drain has started. If it is one of this process, it settles the
    // remembered report.
    if (settled) this.#forgot(accepted.settled(drain.target, batch, delivered));
    return settled;
  }

  #forgot(events: number): void {
    const { drain, listener } = this.#parts;
    if (events > 0) listener.forgotten(drain.target, events);
  }

  /** Sets fields of the target. @returns `false` when another drain has started. */
  async note(fields: TargetChanges): Promise<boolean> {
    return this.#tell(async () => this.#parts.drain.note(fields));
  }

  async #tell(ask: () => Promise<boolean>): Promise<boolean> {
    const until = performance.now() + TELL_MS_MAX;
    for (let failures = 0; ; failures++) {
      try {
        return await ask();
      } catch (error) {
        if (!this.#mayRepeat(until)) throw error;
        this.#parts.listener.failed(error as Error);
      }
      await pause(backoffMs(failures + 1, BACKOFF));
    }
  }

  #mayRepeat(until: number): boolean {
    const { lock, stopping } = this.#parts;
    if (stopping.aborted || lock.lost.aborted) return lock.isFresh();
    return lock.isFresh() || performance.now() < until;
  }
}
