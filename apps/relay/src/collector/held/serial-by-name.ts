/** Runs what concerns one name in the order in which it is asked for, and different names at once. */
export class TurnByName {
  readonly #last = new Map<string, Promise<unknown>>();

  /** Rejects as `run` does; what comes after runs all the same. */
  async take<T>(name: string, run: () => Promise<T>): Promise<T> {
    const before = this.#last.get(name);
    const turn = before === undefined ? run() : after(before, run);
    this.#last.set(name, turn);
    try {
      return await turn;
    } finally {
      if (this.#last.get(name) === turn) this.#last.delete(name);
    }
  }

  /** Waits for all that was asked for. */
  async done(): Promise<void> {
    while (this.#last.size > 0) await Promise.allSettled(this.#last.values());
  }
}

async function after<T>(before: Promise<unknown>, run: () => Promise<T>): Promise<T> {
  await Promise.allSettled([before]);
  return run();
}
