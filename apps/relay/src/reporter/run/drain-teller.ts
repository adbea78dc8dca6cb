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

/** For so long Redis is told what MetaStudio said, in ms; then the target starts anew. */
const TELL_MS_MAX = 60_000;
const BACKOFF = { firstMs: 100, longestMs: 500 };

/**
 * Tells Redis what MetaStudio said, again and again until it answers: that must not be lost
 * because Redis is away just then. The drain's epoch tells whether it still counts, so it may be
 * told late, and for longer than the lock is believed.
 */
export class DrainTeller {
  readonly #parts: DrainTellerParts;

  constructor(parts: DrainTellerParts) {
    this.#parts = parts;
  }

  /**
   * Settles a batch. One that was delivered is remembered until that is done.
   *
   * @returns `false` when another drain has started.
   */
  async settle(
    batch: Batch,
    delivered: boolean,
    fields: TargetChanges,
    words: readonly RefusalWords[],
  ): Promise<boolean> {
    const { drain, accepted, listener } = this.#parts;
    if (delivered) {
      const forgotten = accepted.remember(drain.target, acceptedOf(batch, fields, words));
      if (forgotten > 0) listener.forgotten(drain.target, forgotten);
    }
    const settled = await this.#tell(async () => drain.settle(batch, delivered, fields, words));
    // Where another drain has started, and it is one of this process, it knows of this report.
    if (settled) accepted.settled(drain.target, batch, delivered);
    return settled;
  }

  /** Sets fields of the target; `false` when another drain has started. */
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
