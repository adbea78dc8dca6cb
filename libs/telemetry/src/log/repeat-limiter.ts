import { BoundedMap } from '#bounded-map';

const KEYS_MAX = 10_000;
const EVERY_MS = 5000;
/**
 * The longest interval between lines about something that goes on, so that silence is not mistaken
 * for an end.
 */
const EVERY_MS_MAX = 60_000;
/** Something that was absent for this long starts again. */
const OVER_AFTER_MS = 120_000;

/**
 * Lets the same thing pass now and then, ever more rarely while it goes on, and counts the others.
 */
export class RepeatLimiter {
  readonly #everyMs: number;
  readonly #now: () => number;
  readonly #passed = new BoundedMap<string, Passed>(KEYS_MAX);

  /**
   * @param everyMs the interval after the first time; it doubles each time, up to a minute.
   * @param now a clock in ms; it need not be the time of day.
   */
  constructor(everyMs = EVERY_MS, now: () => number = () => performance.now()) {
    this.#everyMs = everyMs;
    this.#now = now;
  }

  /**
   * How many lines were held back since this key last passed; `undefined` if it does not pass now.
   */
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
  /** When it last came, whether it passed or not. */
  seenAt: number;
  /** It does not pass again for this long. */
  readonly everyMs: number;
  suppressed: number;
}
