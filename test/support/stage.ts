interface Stoppable {
  stop(): Promise<void>;
}

/**
 * Everything that one test has opened, and that is stopped when it ends. Hooks and variables of a
 * file are shared; a stage is not, so that tests which mostly wait can run concurrently. Such a
 * test must not import modules while it runs: once another one has ended, jest takes the file for
 * finished and refuses.
 */
export class Stage {
  readonly #opened: Stoppable[] = [];

  /** Runs a test with a stage of its own. */
  static of(test: (stage: Stage) => Promise<void>): () => Promise<void> {
    return async () => {
      const stage = new Stage();
      try {
        await test(stage);
      } finally {
        await stage.close();
      }
    };
  }

  /**
   * Stops everything, the last opened first. Only a stage that a whole file shares is closed by
   * hand.
   */
  async close(): Promise<void> {
    for (const one of this.#opened.splice(0).toReversed()) await one.stop();
  }

  /** Registers `one`, which is stopped at the end, before everything opened earlier. */
  opens<One extends Stoppable>(one: One): One {
    this.#opened.push(one);
    return one;
  }

  /** Stops `one` now. */
  async stop(one: Stoppable): Promise<void> {
    this.#opened.splice(this.#opened.indexOf(one), 1);
    await one.stop();
  }
}
