import { LEVELS, type Level } from './verdict.js';

interface Placed {
  readonly key: string;
  readonly rank: number;
}

/** The keys of rows, trouble first, then by name. A change of a row costs O(log n). */
export class RowOrder {
  #placed: Placed[] = [];
  readonly #ranks = new Map<string, number>();
  readonly counts: Record<Level, number> = { trouble: 0, notice: 0, well: 0, rest: 0 };

  get keys(): string[] {
    return this.#placed.map(({ key }) => key);
  }

  /** @returns whether the order has changed. */
  put(key: string, level: Level): boolean {
    const rank = LEVELS.indexOf(level);
    if (this.#ranks.get(key) === rank) return false;
    this.remove(key);
    const placed = { key, rank };
    this.#placed.splice(this.#placeOf(placed), 0, placed);
    this.#ranks.set(key, rank);
    this.counts[level]++;
    return true;
  }

  remove(key: string): boolean {
    const rank = this.#ranks.get(key);
    if (rank === undefined) return false;
    this.#placed.splice(this.#placeOf({ key, rank }), 1);
    this.#ranks.delete(key);
    this.counts[LEVELS[rank]!]--;
    return true;
  }

  /** The index of a row, or the index at which it would be inserted. */
  #placeOf(one: Placed): number {
    let [from, to] = [0, this.#placed.length];
    while (from < to) {
      const middle = (from + to) >>> 1;
      if (isBefore(this.#placed[middle]!, one)) from = middle + 1;
      else to = middle;
    }
    return from;
  }
}

function isBefore(one: Placed, other: Placed): boolean {
  return one.rank === other.rank ? one.key < other.key : one.rank < other.rank;
}
