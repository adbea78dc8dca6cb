/**
 * A map with at most `max` entries: the one that was set longest ago makes room. Setting a key
 * again moves it to the end, so the order is that of the last `set`, the oldest first.
 */
export class BoundedMap<K, V> {
  readonly #entries = new Map<K, V>();
  readonly #max: number;

  /** @param max at least 1. */
  constructor(max: number) {
    this.#max = max;
  }

  get size(): number {
    return this.#entries.size;
  }

  has(key: K): boolean {
    return this.#entries.has(key);
  }

  get(key: K): V | undefined {
    return this.#entries.get(key);
  }

  /** @returns the entry that was dropped to make room, if any. */
  set(key: K, value: V): readonly [key: K, value: V] | undefined {
    this.#entries.delete(key);
    this.#entries.set(key, value);
    if (this.#entries.size <= this.#max) return undefined;
    const oldest = this.oldest()!;
    this.#entries.delete(oldest[0]);
    return oldest;
  }

  delete(key: K): boolean {
    return this.#entries.delete(key);
  }

  /** Drops the oldest entries as long as `isOver` holds for them. */
  dropWhile(isOver: (value: V) => boolean): void {
    for (const [key, value] of this.#entries) {
      if (!isOver(value)) return;
      this.#entries.delete(key);
    }
  }

  oldest(): readonly [key: K, value: V] | undefined {
    for (const entry of this.#entries) return entry;
    return undefined;
  }

  /** From the oldest to the newest. Entries may be deleted meanwhile. */
  [Symbol.iterator](): IterableIterator<[K, V]> {
    return this.#entries[Symbol.iterator]();
  }
}
