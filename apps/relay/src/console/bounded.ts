import { inTime } from '#timing';

/**
 * What a promise gives, or a rejection after so long. The promise itself goes on; whatever it
 * gives later is ignored.
 */
export async function bounded<T>(promise: Promise<T>, timeoutMs: number): Promise<T> {
  return inTime(promise, timeoutMs, () => {
    throw new TimeoutError(timeoutMs);
  });
}

/** Nothing came in time. */
export class TimeoutError extends Error {
  readonly code = 'RELAY_TIMEOUT';

  constructor(timeoutMs: number) {
    super(`no answer in ${timeoutMs} ms`);
    this.name = 'TimeoutError';
  }
}
