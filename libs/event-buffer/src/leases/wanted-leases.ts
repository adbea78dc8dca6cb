import { askedLeases } from '../scripts/fleet/lease.lua.js';

/** What a renewal asks for. */
export interface AskedLeases {
  /** All bridges asked about, with the epoch held as it was asked; 0: not held. */
  readonly before: ReadonlyMap<string, number>;
  /** The question, as the script takes it. */
  readonly packed: Buffer;
}

/** The bridges that a collector wants, each with the epoch under which it holds it; 0: not held. */
export class WantedLeases {
  readonly #epochs = new Map<string, number>();
  /** The last question, as long as it is the next one, too. */
  #asked: AskedLeases | undefined;

  get names(): string[] {
    return [...this.#epochs.keys()];
  }

  get(bridge: string): number | undefined {
    return this.#epochs.get(bridge);
  }

  set(bridge: string, epoch: number): void {
    this.#asked = undefined;
    this.#epochs.set(bridge, epoch);
  }

  /** @returns whether it was wanted. */
  delete(bridge: string): boolean {
    this.#asked = undefined;
    return this.#epochs.delete(bridge);
  }

  clear(): void {
    this.#asked = undefined;
    this.#epochs.clear();
  }

  /**
   * The question about all of them: a renewal of what is held, and about others what `asksFor` says, which
   * may be something else the next time.
   *
   * @returns `undefined` where none is wanted.
   */
  asked(asksFor: (bridge: string) => number): AskedLeases | undefined {
    if (this.#epochs.size === 0) return undefined;
    if (this.#asked !== undefined) return this.#asked;
    const before = new Map(this.#epochs);
    let holdsAll = true;
    const pairs = Array.from(before, ([bridge, epoch]) => {
      holdsAll &&= epoch !== 0;
      return [bridge, epoch === 0 ? asksFor(bridge) : epoch] as const;
    });
    const asked = { before, packed: askedLeases(pairs) };
    if (holdsAll) this.#asked = asked;
    return asked;
  }
}
