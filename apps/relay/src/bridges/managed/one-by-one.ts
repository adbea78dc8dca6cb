/** Runs work one after the other, in the order of the calls. */
export class OneByOne {
  #last: Promise<unknown> = Promise.resolve();

  /** Rejects as `work` does; what comes after runs all the same. */
  async run<T>(work: () => Promise<T>): Promise<T> {
    const result = this.#last.then(work);
    this.#last = result.catch(() => undefined);
    return result;
  }
}
