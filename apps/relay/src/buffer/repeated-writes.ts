/** How often most of it is written again, in ms: Redis may lose it at any moment. */
const EVERY_MS = 30_000;

/**
 * Writes again and again what the relay keeps in Redis and would otherwise write only once, so that
 * a Redis that lost its data has it back without a restart.
 */
export class RepeatedWrites {
  readonly #failed: (error: Error) => void;
  readonly #timers: NodeJS.Timeout[] = [];

  constructor(failed: (error: Error) => void) {
    this.#failed = failed;
  }

  /** @param say writes something that is usually there already. */
  add(say: () => Promise<void>, everyMs = EVERY_MS): void {
    const timer = setInterval(() => void say().catch(this.#failed), everyMs);
    timer.unref();
    this.#timers.push(timer);
  }

  stop(): void {
    for (const timer of this.#timers) clearInterval(timer);
  }
}
