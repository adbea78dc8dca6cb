/** Our clock and MetaStudio's differ by more than a minute, or no longer do. */
export interface ClockSkew {
  /** MetaStudio's time minus ours, in ms; 0: the clocks agree again. */
  readonly skewMs: number;
}

/**
 * MetaStudio's time, as learnt from its answers. A signature more than 15 minutes off is refused,
 * so a machine with a wrong clock signs with MetaStudio's.
 */
export class SkewClock {
  #skewMs = 0;
  #heard = false;
  readonly #now: () => number;
  readonly #onSkew: (skew: ClockSkew) => void;

  constructor(now: () => number = Date.now, onSkew: (skew: ClockSkew) => void = () => {}) {
    this.#now = now;
    this.#onSkew = onSkew;
  }

  /** MetaStudio's time, in ms. */
  now(): number {
    return this.#now() + this.#skewMs;
  }

  /**
   * Remembers the time used for a signature; the result tells later whether it was wrong, because
   * the clock was set, or an answer to another request has corrected it since.
   */
  watch(): () => boolean {
    const [at, began] = [this.now(), performance.now()];
    return () => Math.abs(this.now() - at - (performance.now() - began)) > TOLERANCE_MS;
  }

  /** MetaStudio's time minus ours, in ms; 0 below a minute. */
  get skewMs(): number {
    return this.#skewMs;
  }

  /** Whether any answer has told the time. */
  get heard(): boolean {
    return this.#heard;
  }

  /**
   * Takes the `Date` header of an answer that just came.
   * @returns whether this changed the time, so that a refused signature is worth another attempt.
   */
  observe(date: string | undefined): boolean {
    const told = date === undefined || date.length > DATE_LENGTH_MAX ? NaN : Date.parse(date);
    if (!(told >= 0 && told <= TIME_MS_MAX)) return false;
    this.#heard = true;
    const skewMs = told - this.#now();
    const corrected = Math.abs(skewMs) > TOLERANCE_MS ? skewMs : 0;
    // The header has whole seconds, and the answer took time: small differences are noise.
    if (Math.abs(corrected - this.#skewMs) <= TOLERANCE_MS) return false;
    this.#skewMs = corrected;
    this.#onSkew({ skewMs: corrected });
    return true;
  }
}

const TOLERANCE_MS = 60_000;
const DATE_LENGTH_MAX = 64;
/** The latest time that the API knows. Nothing can be signed at a time that no date can be written of. */
const TIME_MS_MAX = 4_102_415_999_000;
