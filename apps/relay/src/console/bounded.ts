import { inOwnTime } from '#timing';

/**
 * Resolves as a promise does, or rejects after this long of the process's own time. The promise itself goes on; its
 * later result is ignored.
 */
export async function bounded<T>(promise: Promise<T>, timeoutMs: number): Promise<T> {
  return inOwnTime(promise, timeoutMs, () => {
    throw new TimeoutError(timeoutMs);
  });
}

/** A promise was not settled in time. */
export class TimeoutError extends Error {
  readonly code = 'RELAY_TIMEOUT';

  constructor(timeoutMs: number) {
    super(`no answer in ${timeoutMs} ms`);
    this.name = 'TimeoutError';
  }
}
