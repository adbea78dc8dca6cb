import { BoundedMap } from '#bounded-map';

/** The most gift bombs remembered at a time; the oldest is forgotten first. */
export const GIFT_BOMBS_MAX = 1000;
/**
 * The subscriptions of one gift bomb arrive within seconds, of the largest within minutes; in ms.
 */
export const GIFT_BOMB_LASTS_MS = 10 * 60_000;
/** Twitch's ids have 36 characters, or 80 in the older form. */
const BOMB_LENGTH_MAX = 128;

/**
 * Counts subscriptions given to many at once. Twitch announces the gift (`submysterygift`, N of
 * them) and also sends each subscription of it (`subgift`), in either order. Each counts once: N
 * with the announcement, and any further ones as they come.
 */
export class GiftBombs {
  /** How many announced ones are still to come; negative if some came before the announcement. */
  readonly #open = new BoundedMap<string, { due: number; at: number }>(GIFT_BOMBS_MAX);

  /**
   * How many subscriptions a line adds; 0 if they were counted before.
   * @param bomb the id that the lines of one gift share; `''`: a gift of its own.
   * @param count the number in the line.
   * @param announces the line announces the gift, rather than being a subscription of it.
   * @param at the time of the line in ms, by the platform's clock.
   */
  added(bomb: string, count: number, announces: boolean, at: number): number {
    if (bomb === '' || bomb.length > BOMB_LENGTH_MAX) return count;
    const known = this.#open.get(bomb);
    const due = known !== undefined && at - known.at <= GIFT_BOMB_LASTS_MS ? known.due : 0;
    if (!announces) {
      this.#remember(bomb, due - count, at);
      return due > 0 ? 0 : count;
    }
    // Announced a second time: a repeat with the same message id, which deduplication removes.
    if (due > 0) return count;
    this.#remember(bomb, count + due, at);
    return Math.max(0, count + due);
  }

  #remember(bomb: string, due: number, at: number): void {
    // A copy: a slice of a string keeps the whole string, here the frame, in memory.
    if (due === 0) this.#open.delete(bomb);
    else this.#open.set(Buffer.from(bomb).toString(), { due, at });
  }
}
