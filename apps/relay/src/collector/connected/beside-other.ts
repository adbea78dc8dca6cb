import type { Connection } from '#source';
import type { Bridge } from '../held/bridge.js';

/**
 * How long each copy keeps its frames, in ms: the first has told them by the time the second does.
 */
const KEEPS_MS = { first: 0, second: 2000 } as const;
/** How often each looks at what it kept, in ms. */
const LOOK_EVERY_MS = { first: 50, second: 500 } as const;
/** How old the frames are at most that each tells, in ms. */
const LATE_MS = { first: 0, second: KEEPS_MS.second + LOOK_EVERY_MS.second } as const;

/**
 * Coordinates one of two connections to the same room, whose twin another collector has. Events of
 * both are matched by id, but how much a frame of a gift streak adds depends on the frame before
 * it, which one of the two may have missed. So each copy keeps its frames undecoded until it has
 * read how far streaks are counted: the first for a moment, the second until the first has appended
 * them. Then what the twin has told adds nothing, and what it missed is added once.
 */
export class BesideOther {
  readonly #copy: 'first' | 'second';
  readonly #kept: Connection['kept'];
  readonly #bridge: Pick<Bridge, 'isWell' | 'recallStreaks'>;
  #looks: NodeJS.Timeout | undefined;
  #isLooking = false;

  constructor(
    copy: 'first' | 'second',
    kept: Connection['kept'],
    bridge: Pick<Bridge, 'isWell' | 'recallStreaks'>,
  ) {
    this.#copy = copy;
    this.#kept = kept;
    this.#bridge = bridge;
  }

  /** The bridge is held: frames are kept from now on. */
  start(): void {
    this.#kept.begin();
    this.#looks ??= setInterval(() => void this.#look(), LOOK_EVERY_MS[this.#copy]);
  }

  stop(): void {
    clearInterval(this.#looks);
    this.#looks = undefined;
  }

  /**
   * The bridge ends here, or goes to another process: nobody else may have heard what this copy keeps, for the other
   * one may not be connected.
   */
  async tellAll(): Promise<void> {
    this.stop();
    if (this.#kept.has(0) && this.#bridge.isWell) await this.#recall();
    this.#kept.tell(this.#copy === 'second');
  }

  /** While Redis cannot tell, frames stay kept, and once they are many the socket is not read. */
  async #look(): Promise<void> {
    const keptMs = KEEPS_MS[this.#copy];
    if (this.#isLooking || !this.#kept.has(keptMs)) return;
    this.#isLooking = true;
    const isKnown = await this.#recall();
    this.#isLooking = false;
    if (isKnown && this.#looks !== undefined) this.#kept.tellOlder(keptMs, this.#copy === 'second');
  }

  /** @returns whether it is known how far streaks are counted; they are counted on from there. */
  async #recall(): Promise<boolean> {
    return this.#bridge.recallStreaks(this.#copy === 'second', LATE_MS[this.#copy]);
  }
}
