import type { ProcessNote, ProcessRegistry } from '#event-buffer';

/** How often a process writes that it runs, in ms. */
const EVERY_MS = 5000;

/** Writes to Redis, for `status`, that this process runs, for as long as it does. */
export class Presence {
  readonly #registry: Pick<ProcessRegistry, 'announce' | 'withdraw'>;
  readonly #id: string;
  readonly #note: ProcessNote;
  readonly #failed: (error: Error) => void;
  #timer: NodeJS.Timeout | undefined;

  constructor(
    registry: Pick<ProcessRegistry, 'announce' | 'withdraw'>,
    id: string,
    note: ProcessNote,
    failed: (error: Error) => void,
  ) {
    this.#registry = registry;
    this.#id = id;
    this.#note = note;
    this.#failed = failed;
  }

  start(): void {
    this.#timer = setInterval(() => void this.#announce(), EVERY_MS);
    this.#timer.unref();
    void this.#announce();
  }

  /** Removes the entry; where that fails, it expires after some seconds. */
  async stop(): Promise<void> {
    if (this.#timer === undefined) return;
    clearInterval(this.#timer);
    await this.#registry.withdraw(this.#id).catch(() => {});
  }

  async #announce(): Promise<void> {
    try {
      await this.#registry.announce(this.#id, this.#note);
    } catch (error) {
      this.#failed(error as Error);
    }
  }
}
