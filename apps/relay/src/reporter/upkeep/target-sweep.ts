import type { JobPlace, LedgerReader, ReportQueue } from '#event-buffer';
import type { DeadLetterExpiry } from './dead-letter-expiry.js';
import type { ReporterListener } from '../reporter-listener.js';
import { TargetWatch, type WaitingTarget } from './target-watch.js';

export interface TargetSweepParts {
  readonly ledger: Pick<LedgerReader, 'waiting' | 'targets'>;
  readonly queue: Pick<ReportQueue, 'wakeAll' | 'examine' | 'promote'>;
  readonly expiry: Pick<DeadLetterExpiry, 'run'>;
  readonly listener: Pick<ReporterListener, 'repaired' | 'failed'>;
  /** A clock in ms that never jumps. */
  readonly now: () => number;
}

/** So many targets are examined at a time; the others the next time. */
const EXAMINED_MAX = 100;

/**
 * Wakes every target that waits, and looks after those that do not move all the same: a wake-up may
 * be lost, a job, or the clock that tells when it is due. To be run every few seconds, in whichever
 * ways there are; one run at a time.
 */
export class TargetSweep {
  readonly #parts: TargetSweepParts;
  readonly #watch = new TargetWatch();
  #running: Promise<void> | undefined;
  #ranAt = -Infinity;

  constructor(parts: TargetSweepParts) {
    this.#parts = parts;
  }

  /** The targets that wait, and that nobody works on. */
  get idle(): readonly string[] {
    return this.#watch.idle;
  }

  /** How long ago, in ms, the last run was that Redis answered to. */
  get ageMs(): number {
    return this.#parts.now() - this.#ranAt;
  }

  async run(): Promise<void> {
    this.#running ??= this.#run().finally(() => {
      this.#running = undefined;
    });
    return this.#running;
  }

  async #run(): Promise<void> {
    const { ledger, queue, expiry, now } = this.#parts;
    const waiting = await ledger.waiting();
    await queue.wakeAll(waiting.map(({ target }) => target));
    const suspects = this.#watch.look(waiting, now());
    for (const suspect of suspects.slice(0, EXAMINED_MAX)) await this.#examine(suspect);
    this.#ranAt = now();
    await expiry.run(await ledger.targets());
  }

  async #examine({ target }: WaitingTarget): Promise<void> {
    const { queue, now } = this.#parts;
    const place = await queue.examine(target);
    const isWorkedOn = place.kind === 'active' && place.lockMs > 0;
    this.#watch.examined(target, isWorkedOn, now());
    if (!isWorkedOn) await this.#repair(target, place);
  }

  async #repair(target: string, place: JobPlace): Promise<void> {
    const { queue, listener } = this.#parts;
    if (place.kind === 'delayed') {
      await queue.promote(place.jobId);
      listener.repaired('delay', target);
    } else if (place.kind === 'none') {
      await queue.wakeAll([target]);
      listener.repaired('wake', target);
    }
  }
}
