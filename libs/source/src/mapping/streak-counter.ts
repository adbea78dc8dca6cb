/** How many streaks are remembered at a time; the one quiet for longest is forgotten first. */
export const STREAKS_MAX = 10_000;
/** A streak that has not risen for so long is over, in ms. */
export const STREAK_QUIET_MS = 60_000;

interface Streak {
  count: number;
  roseAt: number;
  ended: boolean;
}

/**
 * Turns the rising counts of gift streaks into what each frame adds, so that the sum of what it
 * answers is the highest count of the streak, whichever frames are missing, repeated or late.
 *
 * A streak is over after its end frame, or a quiet minute. What follows an end under the same name
 * is a new streak unless the old one could still have sent it: its last count again, or late a
 * lower one, but for 1. Where a platform gives all streaks of a user and gift one name, most of
 * which count 1, {@link forget} each at its end. Bounded by {@link STREAKS_MAX}.
 */
export class StreakCounter {
  readonly #streaks = new Map<string, Streak>();
  readonly #now: () => number;
  readonly #streaksMax: number;

  /** @param options.now a clock in ms that never goes back. */
  constructor(options: { now?: () => number; streaksMax?: number } = {}) {
    this.#now = options.now ?? (() => performance.now());
    this.#streaksMax = options.streaksMax ?? STREAKS_MAX;
  }

  /**
   * How many a frame adds; 0 where it tells nothing new.
   *
   * @param streak its name: user, gift and what else tells streaks apart.
   * @param count the running count, at least 1.
   * @param ended the frame is the streak's last.
   */
  added(streak: string, count: number, ended: boolean): number {
    const now = this.#now();
    const known = this.#streaks.get(streak);
    if (known === undefined || now - known.roseAt > STREAK_QUIET_MS || isNew(known, count, ended)) {
      this.#remember(streak, { count, roseAt: now, ended });
      return count;
    }
    known.ended ||= ended;
    if (count <= known.count) return 0;
    const added = count - known.count;
    known.count = count;
    known.roseAt = now;
    this.#remember(streak, known);
    return added;
  }

  /** The next frame of this name begins a new streak. */
  forget(streak: string): void {
    this.#streaks.delete(streak);
  }

  #remember(name: string, streak: Streak): void {
    // Insertion order is the order of the last rise: the first key is the quietest.
    this.#streaks.delete(name);
    this.#streaks.set(name, streak);
    if (this.#streaks.size <= this.#streaksMax) return;
    for (const quietest of this.#streaks.keys()) {
      this.#streaks.delete(quietest);
      return;
    }
  }
}

/** Whether a frame after an end begins another streak. An end frame tells the final count. */
function isNew(known: Streak, count: number, ended: boolean): boolean {
  if (!known.ended || count === known.count) return false;
  return count === 1 || count > known.count || ended;
}
