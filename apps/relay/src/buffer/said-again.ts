/** So often most of it is said again, in ms: Redis may have lost it at any moment. */
const EVERY_MS = 30_000;

/**
 * Writes to Redis again, for as long as the process runs, what the relay needs there and what it
 * else says only once: a Redis that lost its data gets it back without a restart.
 */
export class SaidAgain {
  readonly #failed: (error: Error) => void;
  readonly #timers: NodeJS.Timeout[] = [];

  constructor(failed: (error: Error) => void) {
    this.#failed = failed;
  }

  /** @param say writes something that is there already, most of the time. */
  add(say: () => Promise<void>, everyMs = EVERY_MS): void {
    const timer = setInterval(() => void say().catch(this.#failed), everyMs);
    timer.unref();
    this.#timers.push(timer);
  }

  stop(): void {
    for (const timer of this.#timers) clearInterval(timer);
  }
}
