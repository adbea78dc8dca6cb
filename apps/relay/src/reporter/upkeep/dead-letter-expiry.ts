import type { DeadLetters } from '#event-buffer';
import type { Rounds } from './rounds.js';

/** Gives dead letters up that are too old, also where no new ones come. Letters live for days. */
export class DeadLetterExpiry {
  readonly #dead: Pick<DeadLetters, 'makeRoom'>;
  readonly #rounds: Rounds;

  /** @param rounds through all targets. */
  constructor(dead: Pick<DeadLetters, 'makeRoom'>, rounds: Rounds) {
    this.#dead = dead;
    this.#rounds = rounds;
  }

  /** Looks through some of the targets. */
  async step(): Promise<void> {
    for (const target of await this.#rounds.next()) await this.#dead.makeRoom(target, 0);
  }
}
