import { BoundedMap } from '#bounded-map';

const KEYS_MAX = 10_000;

/** Lets the same thing pass once in a while, and counts what it held back meanwhile. */
export class RepeatLimiter {
  readonly #everyMs: number;
  readonly #now: () => number;
  readonly #passed = new BoundedMap<string, { at: number; suppressed: number }>(KEYS_MAX);

  /** @param now a clock in ms; the time of day is not needed. */
  constructor(everyMs = 5000, now: () => number = () => performance.now()) {
    this.#everyMs = everyMs;
    this.#now = now;
  }

  /** How many were held back since this key passed last; `undefined`: it does not pass now. */
  pass(key: string): number | undefined {
    const now = this.#now();
    const last = this.#passed.get(key);
    if (last !== undefined && now - last.at < this.#everyMs) {
      last.suppressed += 1;
      return undefined;
    }
    this.#passed.set(key, { at: now, suppressed: 0 });
    return last?.suppressed ?? 0;
  }
}
