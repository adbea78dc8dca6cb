import type { Recount, ReportQueue, Rounds, WaitingTargets } from '#event-buffer';
import type { ReporterListener } from '../reporter-listener.js';

export interface TargetRecountParts {
  readonly recount: Pick<Recount, 'run'>;
  /** Through all targets. */
  readonly rounds: Rounds;
  readonly waiting: Pick<WaitingTargets, 'note' | 'noted'>;
  readonly queue: Pick<ReportQueue, 'wakeAll'>;
  readonly listener: Pick<ReporterListener, 'repaired' | 'lost' | 'failed'>;
  /** A clock in ms that never jumps. */
  readonly now: () => number;
}

/** Corrects counts that differ from what is in Redis, and wakes a target that turns out to wait. */
export class TargetRecount {
  readonly #parts: TargetRecountParts;

  constructor(parts: TargetRecountParts) {
    this.#parts = parts;
  }

  /** Looks at the waiting targets, and at some of the others. */
  async step(): Promise<void> {
    const { recount, rounds, waiting, queue, listener, now } = this.#parts;
    const targets = new Set([...(await waiting.noted()), ...(await rounds.next())]);
    for (const { target, lost } of await recount.run([...targets], now())) {
      if (lost.size > 0) listener.lost(target, lost);
      else listener.repaired('count', target);
      await queue.wakeAll([target]);
      // A full Redis takes no note; the target is woken all the same.
      await waiting.note([target]).catch((error: Error) => listener.failed(error));
    }
  }
}
