import type { Meaning } from './meaning.js';
import { MeaningIndex } from './groups.js';

/** So many of a window are looked at whole, whoever they are. */
export const SIEVE_FROM = 256;
/** Of the same question so many are kept after that: enough to tell how many ask. */
const SAME_MAX = 4;

/**
 * Keeps a flood from what has to be compared at the end of a window: after {@link SIEVE_FROM}, what
 * cannot be chosen any more does not get there. Exact but for how often a question was asked.
 */
export class WindowSieve {
  readonly #keptMax: number;
  readonly #windowMs: number;
  #window = -1;
  #count = 0;
  #index = new MeaningIndex<{ count: number }>();
  /** The scores of the best of the window that mean different things, the least first. */
  #best: number[] = [];

  /** @param n how many of a window are chosen. */
  constructor(n: number, windowMs: number) {
    // Some of the best may have had a turn, or be asked elsewhere, too.
    this.#keptMax = 4 * n + 64;
    this.#windowMs = windowMs;
  }

  /** Why one that came at `now` need not be compared; `undefined`: it has to be. */
  reasonAgainst(
    score: number,
    meaningOf: () => Meaning,
    now: number,
  ): 'not_chosen' | 'asked_before' | undefined {
    const window = Math.floor(now / this.#windowMs);
    if (window !== this.#window) this.#begin(window);
    this.#count++;
    const isFull = this.#best.length >= this.#keptMax;
    if (this.#count > SIEVE_FROM && isFull && score <= this.#best[0]!) return 'not_chosen';
    const meaning = meaningOf();
    const known = this.#index.find(meaning);
    if (known !== undefined) {
      known.count++;
      return this.#count > SIEVE_FROM && known.count > SAME_MAX ? 'asked_before' : undefined;
    }
    this.#index.add(meaning, { count: 1 });
    this.#keep(score);
    return undefined;
  }

  #begin(window: number): void {
    this.#window = window;
    this.#count = 0;
    this.#index = new MeaningIndex();
    this.#best = [];
  }

  #keep(score: number): void {
    let at = this.#best.length;
    while (at > 0 && this.#best[at - 1]! > score) at--;
    this.#best.splice(at, 0, score);
    if (this.#best.length > this.#keptMax) this.#best.shift();
  }
}
