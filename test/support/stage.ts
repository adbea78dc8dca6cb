interface Stoppable {
  stop(): Promise<void>;
}

/**
 * What one test has opened, and stops again with its end. Unlike hooks and variables of a file,
 * it is the test's own, so that tests which mostly wait may run side by side. Such a test imports
 * nothing while it runs: when another one ends, jest takes it for the end of all and refuses.
 */
export class Stage {
  readonly #opened: Stoppable[] = [];

  /** A test on a stage of its own. */
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

  /** Stops all of it, what was opened last first. For what a whole file shares. */
  async close(): Promise<void> {
    for (const one of this.#opened.splice(0).toReversed()) await one.stop();
  }

  /** Has this stopped at the end, before all that was opened earlier. */
  opens<One extends Stoppable>(one: One): One {
    this.#opened.push(one);
    return one;
  }

  /** Stops it now. */
  async stop(one: Stoppable): Promise<void> {
    this.#opened.splice(this.#opened.indexOf(one), 1);
    await one.stop();
  }
}
