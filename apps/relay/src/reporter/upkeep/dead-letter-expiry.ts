import type { DeadLetters } from '#event-buffer';

/** Letters live for days: it is soon enough to look so often. */
const EVERY_MS = 10 * 60_000;

/** Gives dead letters up that are too old, also where no new ones come. */
export class DeadLetterExpiry {
  readonly #dead: Pick<DeadLetters, 'makeRoom'>;
  #ranAt = -Infinity;

  constructor(dead: Pick<DeadLetters, 'makeRoom'>) {
    this.#dead = dead;
  }

  /** Looks through the targets, unless this process did so a short while ago. */
  async run(targets: readonly string[]): Promise<void> {
    const now = performance.now();
    if (now - this.#ranAt < EVERY_MS) return;
    this.#ranAt = now;
    for (const target of targets) await this.#dead.makeRoom(target, 0);
  }
}
