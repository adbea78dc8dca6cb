/**
 * Goes through many names, some at a time: all of them in a given number of steps, then again. The names are
 * fetched once a round.
 */
export class Rounds {
  readonly #names: () => Promise<readonly string[]>;
  readonly #steps: number;
  #left: readonly string[] = [];
  #atATime = 0;
  #stepsLeft = 0;

  /** @param steps of a round, at least 1. */
  constructor(names: () => Promise<readonly string[]>, steps: number) {
    this.#names = names;
    this.#steps = steps;
  }

  /** The names of the next step. Rejects where the names cannot be fetched; the step is then repeated. */
  async next(): Promise<readonly string[]> {
    if (this.#stepsLeft === 0) {
      this.#left = await this.#names();
      this.#atATime = Math.ceil(this.#left.length / this.#steps);
      this.#stepsLeft = this.#steps;
    }
    this.#stepsLeft--;
    const some = this.#left.slice(0, this.#atATime);
    this.#left = this.#left.slice(this.#atATime);
    return some;
  }
}
