/** How many may pass at once after a pause, as a multiple of the rate a second. */
const BURST = 2;

/** Lets a number pass a second, and twice as many at once after a pause. */
export class TokenBucket {
  readonly #perSecond: number;
  readonly #now: () => number;
  #tokens: number;
  #at: number;

  /** @param now monotonic, in ms. */
  constructor(perSecond: number, now: () => number = () => performance.now()) {
    this.#perSecond = perSecond;
    this.#now = now;
    this.#tokens = perSecond * BURST;
    this.#at = now();
  }

  /**
   * Takes a token. @returns 0: it may pass; otherwise nothing was taken, and it may try again after
   * this many ms.
   */
  take(): number {
    const now = this.#now();
    const gained = ((now - this.#at) / 1000) * this.#perSecond;
    this.#tokens = Math.min(this.#perSecond * BURST, this.#tokens + gained);
    this.#at = now;
    if (this.#tokens < 1) return Math.max(1, ((1 - this.#tokens) / this.#perSecond) * 1000);
    this.#tokens -= 1;
    return 0;
  }
}
