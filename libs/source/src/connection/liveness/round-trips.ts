/** Marks of pings: one socket may be that of many links. */
let lastMark = 0;

/** Pings of one link that wait for their answer. */
export class RoundTrips {
  readonly #waiting = new Map<number, () => void>();

  /**
   * Resolves with the answer, or at the end of the link.
   *
   * @param ping sends a ping with this mark. @returns whether an answer may come; without one it resolves at once.
   */
  async begin(ping: (mark: number) => boolean): Promise<void> {
    const mark = ++lastMark;
    return new Promise((resolve) => {
      this.#waiting.set(mark, resolve);
      if (!ping(mark)) this.answered(mark);
    });
  }

  /** A peer may leave out the answers to pings before this one. */
  answered(mark: number): void {
    for (const [asked, resolve] of this.#waiting) {
      if (asked > mark) return;
      this.#waiting.delete(asked);
      resolve();
    }
  }

  end(): void {
    this.answered(lastMark);
  }
}
