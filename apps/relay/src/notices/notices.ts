import type { Notifier } from './notifier.js';

/** The notices of a process; it has a notifier where the file names channels. */
export class Notices {
  readonly #notifier: Notifier | undefined;

  constructor(notifier: Notifier | undefined) {
    this.#notifier = notifier;
  }

  start(): void {
    this.#notifier?.start();
  }

  async stop(): Promise<void> {
    await this.#notifier?.stop();
  }
}
