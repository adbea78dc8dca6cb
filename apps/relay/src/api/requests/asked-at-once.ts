import { Problem } from '../../console/problems/problem.js';

/** How many requests may wait for MetaStudio at a time, of all who look. */
const AT_ONCE_MAX = 8;

/**
 * Bounds the requests that only look and ask MetaStudio: its calls are paced, and those of a person who steps in
 * wait behind all that were asked before.
 */
export class AskedAtOnce {
  #count = 0;

  /** @throws {Problem} where there are too many. */
  async run<T>(ask: () => Promise<T>): Promise<T> {
    if (this.#count >= AT_ONCE_MAX) {
      const headers = { 'retry-after': '1' };
      throw new Problem('too-many-questions', `At most ${AT_ONCE_MAX} are.`, { headers });
    }
    this.#count++;
    try {
      return await ask();
    } finally {
      this.#count--;
    }
  }
}
