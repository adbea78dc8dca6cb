import { createHash } from 'node:crypto';
import { BoundedMap } from '#bounded-map';

/** Messages about the same bits, gifts to many or words arrive within this time, in ms. */
export const TOLD_TOGETHER_MS = 10 * 60_000;
/** A paid subscription may be shared in the chat hours later, in ms. */
export const SUBSCRIPTION_TOLD_MS = 24 * 3_600_000;
/** How many things are remembered at a time; the oldest is forgotten first. */
const TELLINGS_MAX = 10_000;
/** What is longer is remembered by its digest, in UTF-16 units: it may be a whole frame. */
const WHAT_LENGTH_MAX = 512;
/** The most ways that are told apart; further ones count as one. No platform has as many. */
const WAYS_MAX = 16;

interface Told {
  readonly times: Map<string, number>;
  taken: number;
  until: number;
}

/**
 * Recognises one thing that a platform reports in several ways: a payment as a cheer, as bits used
 * and as a chat message; a reward's words as a redemption and as a chat message. It is taken once,
 * with the first message in any order; and as often as one way reports it, since a viewer may do
 * the same again. Bounded by {@link TELLINGS_MAX}.
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
   * Whether no other way has reported this already.
   * @param what the same for every way: the user, and the amount or the words.
   * @param way one of a closed set.
   * @param lastsMs for how long other ways may follow.
   */
  isNew(what: string, way: string, lastsMs = TOLD_TOGETHER_MS): boolean {
    const now = this.#now();
    const key = keyOf(what);
    const known = this.#told.get(key);
    const told =
      known !== undefined && now < known.until
        ? known
        : { times: new Map<string, number>(), taken: 0, until: 0 };
    const by = told.times.has(way) || told.times.size < WAYS_MAX ? way : '';
    const times = (told.times.get(by) ?? 0) + 1;
    told.times.set(by, times);
    told.until = now + lastsMs;
    this.#told.set(key, told);
    if (times <= told.taken) return false;
    told.taken = times;
    return true;
  }
}

/** A copy at least: a slice of a string keeps the whole string, here the frame, in memory. */
function keyOf(what: string): string {
  if (what.length <= WHAT_LENGTH_MAX) return Buffer.from(what).toString();
  return createHash('sha256').update(what).digest('base64');
}
