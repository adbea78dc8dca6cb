import { Problem } from '../../console/problems/problem.js';

/** How many requests of all who look may wait at a time. */
const AT_ONCE_MAX = 8;

/**
 * Bounds requests that only look, and wait behind one another: for MetaStudio, of which calls are paced, so that those
 * of a person who steps in wait behind all that were asked before, or for trails, of which one is read at a time.
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
