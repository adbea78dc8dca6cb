import type { Problem } from './problem.js';

/**
 * Thrown where something stops a request that has already changed something: the answer must not
 * say that nothing was done.
 */
export class HalfDone extends Error {
  /**
   * @param cause what stopped it.
   * @param problemOf the answer, made of the one that `cause` would have got alone.
   */
  constructor(
    cause: unknown,
    readonly problemOf: (problem: Problem) => Problem,
  ) {
    super('A request was carried out in part.', { cause });
    this.name = 'HalfDone';
  }
}
