/** What became of the events of one push. */
export type Settlement =
  /** All that was wanted is in the buffer, but for so many events that it had no room for. */
  | { readonly kind: 'appended'; readonly shed: number }
  /** Another process took the lane, or the events waited too long for Redis: they are counted. */
  | { readonly kind: 'lost' };

/**
 * Follows the events of one push to the buffer. Where other pushes went with the same append,
 * what that append shed counts for each of them: which events they were is not known.
 */
export class Receipt {
  /** Never rejects; waits for as long as Redis is away. */
  readonly settled: Promise<Settlement>;
  #settle!: (settlement: Settlement) => void;
  /** Entries on their way, and one until the push is complete. */
  #expected = 1;
  #shed = 0;
  #isLost = false;

  constructor() {
    this.settled = new Promise((resolve) => {
      this.#settle = resolve;
    });
  }

  /** One more entry is on its way. */
  expect(): void {
    this.#expected++;
  }

  /** No more entries follow. */
  close(): void {
    this.#done();
  }

  /** @param dropped what the append script dropped, by reason. */
  appended(dropped: ReadonlyMap<string, number>): void {
    this.shed(dropped);
    this.#done();
  }

  lost(): void {
    this.#isLost = true;
    this.#done();
  }

  /** Counts what had no room; filters and duplicates are as they should be. */
  shed(dropped: ReadonlyMap<string, number>): void {
    for (const [reason, count] of dropped) {
      if (NO_ROOM.test(reason)) this.#shed += count;
    }
  }

  #done(): void {
    this.#expected--;
    if (this.#expected > 0) return;
    this.#settle(this.#isLost ? { kind: 'lost' } : { kind: 'appended', shed: this.#shed });
  }
}

const NO_ROOM = /^(?:shed|spill)_/;
