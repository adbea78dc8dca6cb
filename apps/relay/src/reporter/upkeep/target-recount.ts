import type { Recount, ReportQueue, WaitingTargets } from '#event-buffer';
import type { ReporterListener } from '../reporter-listener.js';
import type { Rounds } from './rounds.js';

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

/** Has counts that are not what is in Redis corrected, and wakes a target that is found to wait only now. */
export class TargetRecount {
  readonly #parts: TargetRecountParts;

  constructor(parts: TargetRecountParts) {
    this.#parts = parts;
  }

  /** Looks at what waits, and at some of the other targets. */
  async step(): Promise<void> {
    const { recount, rounds, waiting, queue, listener, now } = this.#parts;
    const targets = new Set([...(await waiting.noted()), ...(await rounds.next())]);
    for (const { target, lost } of await recount.run([...targets], now())) {
      if (lost.size > 0) listener.lost(target, lost);
      else listener.repaired('count', target);
      await queue.wakeAll([target]);
      // A Redis that is full takes no note, and the target is woken all the same.
      await waiting.note([target]).catch((error: Error) => listener.failed(error));
    }
  }
}
