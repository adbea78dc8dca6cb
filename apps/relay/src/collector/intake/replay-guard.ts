import { BoundedMap } from '#bounded-map';
import type { LiveEvent } from '#live-event';

/** For so long after a reconnect, a platform may repeat what it sent before, in ms. */
const SUSPICIOUS_MS = 30_000;
/** The same text of a user again within this long is the same event, in ms. */
const SAME_WITHIN_MS = 2000;
const REMEMBERED_MAX = 20_000;

export type ReplayReason = 'duplicate' | 'replayed';

/**
 * Recognises, without message ids, what a platform sends again after a reconnect: events older than
 * the last one seen, and the same text of a user within two seconds. Only in the half minute after
 * a reconnect, since a repeated "666" is real chat. Bounded.
 *
 * Events with an id are left to the buffer, which compares ids over all collectors.
 */
export class ReplayGuard {
  #reconnectedAt = -Infinity;
  /** The platform's time of the last event before the connection broke. */
  #historyBefore = 0;
  #latest = 0;
  /** When each event without an id was last received, the oldest first. */
  readonly #seen = new BoundedMap<string, number>(REMEMBERED_MAX);
  #wasConnected = false;

  /** The source is connected; the first time there is nothing to compare with. */
  connected(now: number): void {
    // Our clock was ahead, and the platform's, or the tool's beside us, with it: all that comes now would look old.
    if (this.#latest > now) this.#latest = 0;
    if (this.#wasConnected) {
      this.#reconnectedAt = now;
      this.#historyBefore = this.#latest;
    }
    this.#wasConnected = true;
  }

  /**
   * Why an event is not new; `undefined`: it is.
   * @param counted which count of which streak a gift is: the gifts of a streak look alike.
   */
  reasonAgainst(event: LiveEvent, now: number, counted = ''): ReplayReason | undefined {
    // `abs`: a clock that was set back ends the half minute, too.
    const suspicious = Math.abs(now - this.#reconnectedAt) < SUSPICIOUS_MS;
    const { timestamp } = event;
    if (timestamp !== undefined) {
      if (suspicious && timestamp < this.#historyBefore) return 'replayed';
      // A platform's clock that is ahead must not make real events look old.
      if (timestamp > this.#latest && timestamp <= now) this.#latest = timestamp;
    }
    if (event.id !== undefined || event.type === 'viewers') return undefined;
    return this.#isRepeated(event, now, counted) && suspicious ? 'duplicate' : undefined;
  }

  #isRepeated(
    event: Exclude<LiveEvent, { type: 'viewers' }>,
    now: number,
    counted: string,
  ): boolean {
    const who = event.type === 'raw' ? event.code : event.user.userId;
    const key = `${event.type}\0${who}\0${detailOf(event, counted)}`;
    const last = this.#seen.get(key);
    this.#seen.set(key, now);
    this.#seen.dropWhile((at) => Math.abs(now - at) >= SAME_WITHIN_MS);
    return last !== undefined && Math.abs(now - last) < SAME_WITHIN_MS;
  }
}

function detailOf(event: Exclude<LiveEvent, { type: 'viewers' }>, counted: string): string {
  if (event.type === 'comment') return event.text;
  if (event.type === 'raw') return event.content;
  if (event.type !== 'gift') return '';
  return `${event.gift.giftName}\0${event.gift.giftNum}\0${counted}`;
}
