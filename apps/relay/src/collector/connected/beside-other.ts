import type { Connection } from '#source';
import type { Bridge } from '../held/bridge.js';

/**
 * How long each copy keeps its frames, in ms: the first has told them by the time the second does.
 */
const KEEPS_MS = { first: 0, second: 2000 } as const;
/**
 * How long it keeps them at least where it has room for no more, in ms: in a busy room it would else read less than
 * comes, and lag until ids are forgotten. The first has told by then, unless its process is late.
 */
const FULL_KEEPS_MS = 250;
/** How often each looks at what it kept, in ms. */
const LOOK_EVERY_MS = { first: 50, second: 500 } as const;
/** After so long without a look, in ms, the second knows that its process stood still, as on an overloaded machine. */
const LATE_MS = 2 * LOOK_EVERY_MS.second;
/**
 * How much earlier than the second heard a frame the first may seem to have told it, in ms: the clocks of both may be
 * up to a second from Redis's, and a frame may come to the second later.
 */
const APART_MS = 3000;

type Kept = Pick<Connection['kept'], 'begin' | 'has' | 'isFull' | 'since' | 'tell' | 'tellOlder'>;

/**
 * Coordinates one of two connections to the same room, whose twin another collector has. Events of
 * both are matched by id, but how much a frame of a gift streak adds depends on the frame before
 * it, which one of the two may have missed. So each copy keeps its frames undecoded until it has
 * read how far streaks are counted: the first for a moment, the second until the first has appended
 * them. Then what the twin has told adds nothing, and what it missed is added once.
 */
export class BesideOther {
  readonly #copy: 'first' | 'second';
  readonly #kept: Kept;
  readonly #bridge: Pick<Bridge, 'isWell' | 'recallStreaks'>;
  #looks: NodeJS.Timeout | undefined;
  #isLooking = false;
  #lookedAt = 0;
  #hasStoodStill = false;

  constructor(
    copy: 'first' | 'second',
    kept: Kept,
    bridge: Pick<Bridge, 'isWell' | 'recallStreaks'>,
  ) {
    this.#copy = copy;
    this.#kept = kept;
    this.#bridge = bridge;
  }

  /** The bridge is held: frames are kept from now on. */
  start(): void {
    this.#kept.begin();
    this.#lookedAt = performance.now();
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
    if (this.#copy === 'second' && this.#stoodStill()) return;
    const keptMs = Math.min(KEEPS_MS[this.#copy], this.#kept.isFull ? FULL_KEEPS_MS : Infinity);
    if (this.#isLooking || !this.#kept.has(keptMs)) return;
    this.#isLooking = true;
    const isKnown = await this.#recall();
    this.#isLooking = false;
    if (isKnown && this.#looks !== undefined) this.#kept.tellOlder(keptMs, this.#copy === 'second');
  }

  /** Whether the process has just stood still: the first copy's may have, too, and is to tell before the second. */
  #stoodStill(): boolean {
    const now = performance.now();
    // Not twice in a row: where every look is late, nothing would ever be told.
    this.#hasStoodStill = !this.#hasStoodStill && now - this.#lookedAt > LATE_MS;
    this.#lookedAt = now;
    return this.#hasStoodStill;
  }

  /** @returns whether it is known how far streaks are counted; they are counted on from there. */
  async #recall(): Promise<boolean> {
    if (this.#copy === 'first') return this.#bridge.recallStreaks(false, Infinity);
    return this.#bridge.recallStreaks(true, (this.#kept.since ?? Infinity) - APART_MS);
  }
}
