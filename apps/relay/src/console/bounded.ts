import { inTime } from '#timing';

/**
 * Resolves as a promise does, or rejects after this long. The promise itself goes on; its later
 * result is ignored.
 */
export async function bounded<T>(promise: Promise<T>, timeoutMs: number): Promise<T> {
  return inTime(promise, timeoutMs, () => {
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
