import { isOfOneKey, type DeadLetters, type Names, type Rounds } from '#event-buffer';

/**
 * Looks after what only time changes: gives up dead letters that are too old, and forgets bridges and targets
 * that no process has named for days.
 */
export class TargetRounds {
  readonly #dead: Pick<DeadLetters, 'makeRoom'>;
  readonly #names: Pick<Names, 'forget'>;
  readonly #rounds: Rounds;

  /** @param rounds through all targets. */
  constructor(dead: Pick<DeadLetters, 'makeRoom'>, names: Pick<Names, 'forget'>, rounds: Rounds) {
    this.#dead = dead;
    this.#names = names;
    this.#rounds = rounds;
  }

  /** Looks at some of the targets. */
  async step(): Promise<void> {
    let failure: Error | undefined;
    for (const target of await this.#rounds.next()) {
      try {
        await this.#dead.makeRoom(target, 0);
        await this.#names.forget(target);
      } catch (error) {
        // A key that holds something else keeps back no other target.
        if (!isOfOneKey(error)) throw error;
        failure = error as Error;
      }
    }
    if (failure !== undefined) throw failure;
  }
}
