import { SWEEP_EVERY_MS, type LossMark, type ReportQueue } from '#event-buffer';
import type { ReporterListener } from '../reporter-listener.js';
import type { TargetRecount } from './target-recount.js';
import type { TargetRounds } from './target-rounds.js';
import type { TargetSweep } from './target-sweep.js';

export interface SweepTimerParts {
  readonly sweep: Pick<TargetSweep, 'run' | 'ageMs'>;
  readonly queue: Pick<ReportQueue, 'keepSweep'>;
  readonly loss: Pick<LossMark, 'ageMs' | 'tells'>;
  readonly recount: Pick<TargetRecount, 'step'>;
  readonly rounds: Pick<TargetRounds, 'step'>;
  readonly listener: Pick<ReporterListener, 'repaired' | 'lostAll' | 'failed'>;
  /** How often all waiting targets are woken, in ms, where that differs from the default. */
  readonly everyMs?: number | undefined;
}

/**
 * What each reporter does every few seconds. Runs the sweep, where BullMQ's scheduler has not run it here lately;
 * also keeps that schedule in Redis.
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

  /** @param own more steps, of what only this process remembers: the schedule may run each sweep in another. */
  start(...own: readonly (() => Promise<void>)[]): void {
    const steps = [...this.#steps(), ...own];
    this.#timer = setInterval(() => void this.#tick(steps), this.#everyMs);
    this.#timer.unref();
  }

  stop(): void {
    clearInterval(this.#timer);
  }

  async #tick(steps: readonly (() => Promise<unknown>)[]): Promise<void> {
    // One at a time: while Redis is away an answer may take long.
    if (this.#isBusy) return;
    this.#isBusy = true;
    try {
      for (const step of steps) await this.#take(step);
    } finally {
      this.#isBusy = false;
    }
  }

  #steps(): readonly (() => Promise<unknown>)[] {
    const { sweep, queue, loss, recount, rounds, listener } = this.#parts;
    return [
      // Often: a loss that is noticed soon is over soon.
      async () => {
        await loss.ageMs();
        if (loss.tells()) listener.lostAll();
      },
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

  /** Runs a step. Its failure, as on a key of the wrong type, holds up no other step. */
  async #take(step: () => Promise<unknown>): Promise<void> {
    try {
      await step();
    } catch (error) {
      this.#parts.listener.failed(error as Error);
    }
  }
}
