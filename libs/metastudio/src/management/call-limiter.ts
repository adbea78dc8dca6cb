import { fullPause, pause } from '#timing';

/** Limits management calls to a rate of their own, so that they starve no report. */
export interface CallLimiter {
  /** Resolves when the next call may go out. Rejects when the signal aborts. */
  take(signal?: AbortSignal): Promise<void>;
}

/** This many calls a second, evenly spaced, in the order of asking. */
export class PacedLimiter implements CallLimiter {
  readonly #intervalMs: number;
  #nextAt = 0;

  constructor(callsPerSecond: number) {
    if (!(callsPerSecond > 0)) throw new RangeError('A limit must be above 0 calls a second.');
    this.#intervalMs = 1000 / callsPerSecond;
  }

  async take(signal?: AbortSignal): Promise<void> {
    signal?.throwIfAborted();
    const now = performance.now();
    const at = Math.max(now, this.#nextAt);
    this.#nextAt = at + this.#intervalMs;
    if (at <= now) return;
    await (signal === undefined ? pause(at - now) : fullPause(at - now, signal));
  }
}
