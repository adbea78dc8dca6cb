import { BoundedMap } from '#bounded-map';

/** Within this time the tellings of bits, of gifts to many and of words belong together, in ms. */
export const TOLD_TOGETHER_MS = 10 * 60_000;
/** A subscription that is paid for may be shared in the chat hours later, in ms. */
export const SUBSCRIPTION_TOLD_MS = 24 * 3_600_000;
/** How many things are remembered at a time; the one told of longest ago is forgotten first. */
export const TELLINGS_MAX = 10_000;

interface Told {
  readonly times: Map<string, number>;
  taken: number;
  until: number;
}

/**
 * Knows one thing by whichever ways a platform tells it: a payment as a cheer, as bits used and as
 * a chat message; a reward's words as a redemption and as a chat message. It is taken once, with
 * the first telling, in whatever order they come; and as often as one way tells it, since a viewer
 * may do the same again. Bounded by {@link TELLINGS_MAX}.
 */
export class Tellings {
  readonly #told: BoundedMap<string, Told>;
  readonly #now: () => number;

  /** @param options.now a clock in ms that never goes back. */
  constructor(options: { now?: () => number; max?: number } = {}) {
    this.#now = options.now ?? (() => performance.now());
    this.#told = new BoundedMap(options.max ?? TELLINGS_MAX);
  }

  /**
   * Whether a telling is of something that no other way told before.
   *
   * @param what is told, the same whatever way tells it: who, and how much or which words.
   * @param way of a closed set.
   * @param lastsMs for how long after a telling others may follow.
   */
  isNew(what: string, way: string, lastsMs = TOLD_TOGETHER_MS): boolean {
    const now = this.#now();
    const known = this.#told.get(what);
    const told =
      known !== undefined && now < known.until
        ? known
        : { times: new Map<string, number>(), taken: 0, until: 0 };
    const times = (told.times.get(way) ?? 0) + 1;
    told.times.set(way, times);
    told.until = now + lastsMs;
    this.#put(what, told);
    if (times <= told.taken) return false;
    told.taken = times;
    return true;
  }

  #put(what: string, told: Told): void {
    // A copy, since a piece of a string keeps the whole of it, here the frame, in memory.
    this.#told.set(Buffer.from(what).toString(), told);
  }
}
