/** Runs work one after the other, in the order of the calls. */
export class OneByOne {
  #last: Promise<unknown> = Promise.resolve();

  /**
   * Rejects as `work` does. What waits by then rejects, too: if Redis does not answer, each would
   * wait for that in its turn.
   */
  async run<T>(work: () => Promise<T>): Promise<T> {
    const result = this.#last.then(work);
    this.#last = result;
    result.catch(() => {
      if (this.#last === result) this.#last = Promise.resolve();
    });
    return result;
  }
}
