import { BoundedMap } from '#bounded-map';

const KEYS_MAX = 10_000;
const EVERY_MS = 5000;
/** What goes on is told so often at least: a minute of silence is not taken for an end. */
const EVERY_MS_MAX = 60_000;
/** What was not there for so long begins anew. */
const OVER_AFTER_MS = 120_000;

/** Lets the same thing pass once in a while, ever more seldom while it goes on, and counts the others. */
export class RepeatLimiter {
  readonly #everyMs: number;
  readonly #now: () => number;
  readonly #passed = new BoundedMap<string, Passed>(KEYS_MAX);

  /**
   * @param everyMs after the first time; each time it passes again it waits twice as long, a minute at most.
   * @param now a clock in ms; the time of day is not needed.
   */
  constructor(everyMs = EVERY_MS, now: () => number = () => performance.now()) {
    this.#everyMs = everyMs;
    this.#now = now;
  }

  /** How many were held back since this key passed last; `undefined`: it does not pass now. */
  pass(key: string): number | undefined {
    const now = this.#now();
    const last = this.#passed.get(key);
    if (last !== undefined && now - last.at < last.everyMs) {
      last.suppressed += 1;
      last.seenAt = now;
      return undefined;
    }
    const goesOn = last !== undefined && now - last.seenAt < OVER_AFTER_MS;
    const everyMs = goesOn ? Math.min(2 * last.everyMs, EVERY_MS_MAX) : this.#everyMs;
    this.#passed.set(key, { at: now, seenAt: now, everyMs, suppressed: 0 });
    return last?.suppressed ?? 0;
  }
}

interface Passed {
  readonly at: number;
  /** When it came last, whether it passed or not. */
  seenAt: number;
  /** For so long it does not pass again. */
  readonly everyMs: number;
  suppressed: number;
}
