import type { Connection } from '#source';

/** So long each copy keeps what it hears, in ms: the first has told it when the second does. */
const KEEPS_MS = { first: 0, second: 2000 } as const;
/** How often each looks at what it kept, in ms. */
const LOOK_EVERY_MS = { first: 50, second: 500 } as const;

/**
 * One of two connections to the same room, whose other one another collector has. What both tell is
 * known by its ids, but for what a frame of a gift streak adds: that depends on the frame before it,
 * which one of the two may not have heard. So each keeps what it hears, undecoded, until it has
 * read how far streaks are counted: the first for a moment, the second until the first has appended it.
 * What the other has told adds nothing then, and what it missed is added once.
 */
export class BesideOther {
  readonly #copy: 'first' | 'second';
  readonly #kept: Connection['kept'];
  readonly #recall: () => Promise<boolean>;
  #looks: NodeJS.Timeout | undefined;
  #isLooking = false;

  /** @param recall goes on with streaks as far as they are counted; whether it could. Never rejects. */
  constructor(copy: 'first' | 'second', kept: Connection['kept'], recall: () => Promise<boolean>) {
    this.#copy = copy;
    this.#kept = kept;
    this.#recall = recall;
  }

  /** It is held: what comes from now on is kept first. */
  start(): void {
    this.#kept.hold();
    this.#looks ??= setInterval(() => void this.#look(), LOOK_EVERY_MS[this.#copy]);
  }

  stop(): void {
    clearInterval(this.#looks);
    this.#looks = undefined;
  }

  /** Where Redis cannot tell, it goes on keeping, and reads no more once that is much. */
  async #look(): Promise<void> {
    const keptMs = KEEPS_MS[this.#copy];
    if (this.#isLooking || !this.#kept.has(keptMs)) return;
    this.#isLooking = true;
    const isKnown = await this.#recall();
    this.#isLooking = false;
    if (isKnown && this.#looks !== undefined) this.#kept.tellOlder(keptMs, this.#copy === 'second');
  }
}
