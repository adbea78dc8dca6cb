import { inTime } from '#timing';

const LOOK_EVERY_MS = 2000;

interface Watched {
  readonly idleMs: number;
  restart(): boolean;
}

export interface IdleWatchParts {
  readonly workers: readonly Watched[];
  /** How many jobs wait in the queue of a worker. */
  readonly waiting: (worker: number) => Promise<number>;
  readonly stuckMs: number;
  readonly driver: { restarted(): void };
}

/**
 * Restarts a consumer that takes no job though its queue has some: it waits for something that will
 * not come, such as the answer of a dead node. It is restarted if two looks in a row find it
 * without a job while its queue has one; a needless restart loses nothing.
 */
export class IdleWatch {
  readonly #parts: IdleWatchParts;
  readonly #suspects = new Set<number>();
  #timer: NodeJS.Timeout | undefined;

  constructor(parts: IdleWatchParts) {
    this.#parts = parts;
  }

  start(): void {
    this.#timer ??= setInterval(() => void this.look(), LOOK_EVERY_MS);
  }

  stop(): void {
    clearInterval(this.#timer);
  }

  /** Never rejects. */
  async look(): Promise<void> {
    await Promise.all(this.#parts.workers.map(async (worker, i) => this.#lookAt(worker, i)));
  }

  async #lookAt(worker: Watched, i: number): Promise<void> {
    const { stuckMs, driver } = this.#parts;
    const isStuck = worker.idleMs >= stuckMs && (await this.#hasJobs(i));
    if (!isStuck || worker.idleMs < stuckMs) {
      this.#suspects.delete(i);
    } else if (this.#suspects.has(i)) {
      this.#suspects.delete(i);
      if (worker.restart()) driver.restarted();
    } else {
      this.#suspects.add(i);
    }
  }

  /** `false` if Redis does not answer: then there is nothing to take. */
  async #hasJobs(i: number): Promise<boolean> {
    const asked = this.#parts.waiting(i).then(
      (count) => count > 0,
      () => false,
    );
    return inTime(asked, LOOK_EVERY_MS, () => false);
  }
}
