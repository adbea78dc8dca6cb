/** Runs the work on one name in the order of the calls, and on different names at the same time. */
export class SerialByName {
  readonly #last = new Map<string, Promise<unknown>>();

  /** Rejects as `work` does; what comes after runs all the same. */
  async run<T>(name: string, work: () => Promise<T>): Promise<T> {
    const before = this.#last.get(name);
    const result = before === undefined ? work() : after(before, work);
    this.#last.set(name, result);
    try {
      return await result;
    } finally {
      if (this.#last.get(name) === result) this.#last.delete(name);
    }
  }

  /** Waits until all work is done. */
  async done(): Promise<void> {
    while (this.#last.size > 0) await Promise.allSettled(this.#last.values());
  }
}

async function after<T>(before: Promise<unknown>, work: () => Promise<T>): Promise<T> {
  await Promise.allSettled([before]);
  return work();
}
