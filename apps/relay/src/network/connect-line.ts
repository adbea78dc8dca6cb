interface Waiter {
  readonly serve: () => Promise<void>;
  readonly signal: AbortSignal;
  readonly isAgain: () => boolean;
  readonly served: () => void;
}

/**
 * A line of those who want the same, served one at a time: in the order in which they came, but who
 * has been refused again and again lets the others pass. Where an operator has changed something, or a
 * connection was lost just now, no source waits behind a thousand that are refused anyway.
 */
export class ConnectLine {
  readonly #waiting: Waiter[] = [];
  readonly #ended: () => void;
  #isServing = false;

  /** @param ended called when the line is empty. */
  constructor(ended: () => void) {
    this.#ended = ended;
  }

  /**
   * Resolves when it was served, or would have been where `signal` had not aborted.
   *
   * @param serve must not reject.
   * @param isAgain whether it has failed before; asked at each choice.
   */
  async stand(
    serve: () => Promise<void>,
    signal: AbortSignal,
    isAgain: () => boolean,
  ): Promise<void> {
    return new Promise((served) => {
      this.#waiting.push({ serve, signal, isAgain, served });
      if (!this.#isServing) void this.#serveAll();
    });
  }

  async #serveAll(): Promise<void> {
    this.#isServing = true;
    for (let one = this.#next(); one !== undefined; one = this.#next()) {
      if (!one.signal.aborted) await one.serve();
      one.served();
    }
    this.#isServing = false;
    this.#ended();
  }

  #next(): Waiter | undefined {
    const first = this.#waiting.findIndex(({ isAgain }) => !isAgain());
    return this.#waiting.splice(Math.max(0, first), 1)[0];
  }
}
