import type { Meaning } from '../meaning/meaning.js';
import { MeaningIndex } from './groups.js';

/** How many comments of a window are kept in any case. */
const SIEVE_FROM = 256;
/** How many of the same question are kept after that: enough to show that many ask. */
const SAME_MAX = 4;

/**
 * Bounds the comparisons at the end of a window in a flood: after {@link SIEVE_FROM} comments,
 * those that cannot be chosen any more are left out. The result is exact, except for how often a
 * question was asked.
 */
export class WindowSieve {
  readonly #keptMax: number;
  readonly #windowMs: number;
  #window = -1;
  #count = 0;
  #index = new MeaningIndex<{ count: number }>();
  /** The scores of the window's best comments with different meanings, the lowest first. */
  #best: number[] = [];

  /** @param n how many comments of a window are chosen. */
  constructor(n: number, windowMs: number) {
    // Some of the best may be by recently chosen viewers, or repeat a question.
    this.#keptMax = 4 * n + 64;
    this.#windowMs = windowMs;
  }

  /** Why a comment that came at `now` need not be compared; `undefined` if it must be. */
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
