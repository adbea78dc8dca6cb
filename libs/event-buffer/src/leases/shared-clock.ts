/** Clocks that differ by less count as the same, in ms: an answer of Redis may be on its way for a part of that. */
const SAME_MS = 1000;

/**
 * The time of day that all processes of an installation share, in ms since 1970: that of this machine as the process
 * began, where it is Redis's, too, and Redis's where it is not. Machines' clocks may be wrong by hours, and jump.
 */
export class SharedClock {
  readonly #own: () => number;
  #aheadMs = 0;

  /** @param own the time of day of this machine; never jumps. */
  constructor(own = () => performance.timeOrigin + performance.now()) {
    this.#own = own;
  }

  now(): number {
    return this.#own() - this.#aheadMs;
  }

  /** Redis said its time, in ms, in an answer that took so long. */
  heard(redisNow: number, tookMs: number): void {
    if (tookMs > SAME_MS) return;
    const aheadMs = this.#own() - redisNow;
    if (Math.abs(aheadMs - this.#aheadMs) <= SAME_MS) return;
    this.#aheadMs = Math.abs(aheadMs) <= SAME_MS ? 0 : aheadMs;
  }
}
