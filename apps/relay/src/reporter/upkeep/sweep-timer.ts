import { SWEEP_EVERY_MS, type LossMark, type ReportQueue } from '#event-buffer';
import type { ReporterListener } from '../reporter-listener.js';
import type { TargetRecount } from './target-recount.js';
import type { TargetRounds } from './target-rounds.js';
import type { TargetSweep } from './target-sweep.js';

export interface SweepTimerParts {
  readonly sweep: Pick<TargetSweep, 'run' | 'ageMs'>;
  readonly queue: Pick<ReportQueue, 'keepSweep'>;
  readonly loss: Pick<LossMark, 'ageMs'>;
  readonly recount: Pick<TargetRecount, 'step'>;
  readonly rounds: Pick<TargetRounds, 'step'>;
  readonly listener: Pick<ReporterListener, 'repaired' | 'failed'>;
  /** How often all targets that wait are woken, where that is not as usual, in ms. */
  readonly everyMs?: number | undefined;
}

/**
 * The second way in which the sweep is run: by a timer of each reporter, wherever BullMQ's schedule
 * has not brought it here lately. Keeps that schedule up, too.
 */
export class SweepTimer {
  readonly #parts: SweepTimerParts;
  readonly #everyMs: number;
  #timer: NodeJS.Timeout | undefined;
  #isBusy = false;

  constructor(parts: SweepTimerParts) {
    this.#parts = parts;
    this.#everyMs = parts.everyMs ?? SWEEP_EVERY_MS;
  }

  start(): void {
    this.#timer = setInterval(() => void this.#tick(), this.#everyMs);
    this.#timer.unref();
  }

  stop(): void {
    clearInterval(this.#timer);
  }

  async #tick(): Promise<void> {
    // While Redis is away an answer may take long, and another question would not help.
    if (this.#isBusy) return;
    this.#isBusy = true;
    try {
      for (const step of this.#steps()) await this.#take(step);
    } finally {
      this.#isBusy = false;
    }
  }

  #steps(): readonly (() => Promise<unknown>)[] {
    const { sweep, queue, loss, recount, rounds, listener } = this.#parts;
    return [
      // Noticed soon, it is over soon.
      async () => loss.ageMs(),
      async () => {
        if (await queue.keepSweep(this.#everyMs)) listener.repaired('schedule', undefined);
      },
      async () => {
        if (sweep.ageMs >= this.#everyMs * 0.8) await sweep.run();
      },
      async () => recount.step(),
      async () => rounds.step(),
    ];
  }

  /** What one step cannot do, such as a key of the wrong type, holds no other up. */
  async #take(step: () => Promise<unknown>): Promise<void> {
    try {
      await step();
    } catch (error) {
      this.#parts.listener.failed(error as Error);
    }
  }
}
