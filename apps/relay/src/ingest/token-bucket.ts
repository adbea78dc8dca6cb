/** How many may pass at once after a pause, as a multiple of the rate a second. */
const BURST = 2;
/** What has passed too soon keeps others from passing for so long at most, in seconds. */
const OWED_SECONDS_MAX = 10;
/** What is gained in the time that was told may be less than a token by what doubles lose. */
const WHOLE = 1 - 1e-9;

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
    this.#gain();
    if (this.#tokens < WHOLE) return Math.max(1, ((1 - this.#tokens) / this.#perSecond) * 1000);
    this.#tokens = Math.max(0, this.#tokens - 1);
    return 0;
  }

  /** Takes a token for what has passed in any case. @returns as {@link owedMs}. */
  owe(): number {
    this.#gain();
    this.#tokens = Math.max(this.#tokens - 1, -OWED_SECONDS_MAX * this.#perSecond);
    return this.#owedMs;
  }

  /** For how many ms nothing more should pass, since more has passed than may; 0: it may. */
  owedMs(): number {
    this.#gain();
    return this.#owedMs;
  }

  get #owedMs(): number {
    return this.#tokens >= 0 ? 0 : Math.max(1, (-this.#tokens / this.#perSecond) * 1000);
  }

  #gain(): void {
    const now = this.#now();
    const gained = ((now - this.#at) / 1000) * this.#perSecond;
    this.#tokens = Math.min(this.#perSecond * BURST, this.#tokens + gained);
    this.#at = now;
  }
}
