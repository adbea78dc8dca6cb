import { dropRowOf } from '#live-event';

/** What became of the events of one push. */
export type ReceiptOutcome =
  /** All events that were wanted are in the buffer, except this many, for which it had no room. */
  | { readonly kind: 'appended'; readonly shed: number }
  /**
   * Another process took the lane, or the events waited too long for Redis: they are dropped, and
   * counted.
   */
  | { readonly kind: 'lost' };

/**
 * Follows the events of one push to the buffer. Where several pushes went with one append, what
 * that append shed counts against each of them, since it is unknown whose events it shed.
 */
export class Receipt {
  /** Never rejects; waits for as long as Redis is away. */
  readonly settled: Promise<ReceiptOutcome>;
  #settle!: (settlement: ReceiptOutcome) => void;
  /** How many entries are on their way, plus one until the push is complete. */
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

  /** Counts events that there was no room for; filtered ones and duplicates do not count. */
  shed(dropped: ReadonlyMap<string, number>): void {
    for (const [reason, count] of dropped) {
      if (dropRowOf(reason)?.noRoom === true) this.#shed += count;
    }
  }

  #done(): void {
    this.#expected--;
    if (this.#expected > 0) return;
    this.#settle(this.#isLost ? { kind: 'lost' } : { kind: 'appended', shed: this.#shed });
  }
}
