import { fullPause, pause, untilAborted } from '#timing';

/** Limits management calls to a rate of their own, so that they starve no report. */
export interface CallLimiter {
  /** Resolves when the next call may go out. Rejects when the signal aborts. */
  take(signal?: AbortSignal): Promise<void>;
}

/** This many calls a second, evenly spaced, in the order of asking. Who gives up holds up nobody behind. */
export class PacedLimiter implements CallLimiter {
  readonly #intervalMs: number;
  #nextAt = 0;
  /** Done when all that asked before have their turn, or have given up. */
  #line: Promise<void> = Promise.resolve();

  constructor(callsPerSecond: number) {
    if (!(callsPerSecond > 0)) throw new RangeError('A limit must be above 0 calls a second.');
    this.#intervalMs = 1000 / callsPerSecond;
  }

  async take(signal?: AbortSignal): Promise<void> {
    signal?.throwIfAborted();
    const before = this.#line;
    const taken = this.#takeAfter(before, signal);
    this.#line = taken.catch(async () => before);
    return taken;
  }

  async #takeAfter(before: Promise<void>, signal: AbortSignal | undefined): Promise<void> {
    await (signal === undefined ? before : untilAborted(signal, before));
    signal?.throwIfAborted();
    const inMs = this.#nextAt - performance.now();
    if (inMs > 0) await (signal === undefined ? pause(inMs) : fullPause(inMs, signal));
    this.#nextAt = Math.max(performance.now(), this.#nextAt) + this.#intervalMs;
  }
}
