import { BEFORE_APPEND_MS_MAX } from '#event-buffer';

export interface GatheringLimits {
  /** How long events may gather, in ms. */
  readonly lingerMs: number;
  /** The pace: how long a target has no report after one that is not full, in ms. */
  readonly minIntervalMs: number;
}

/** How long before the pace lets the report go everything must be on its way to the buffer, in ms. */
const AHEAD_MS = 25;
/**
 * How long anything gathers at most, in ms. What is appended much later than it was received is taken for that of a
 * wrong clock, and counts as received when it was appended.
 */
const GATHERS_MS_MAX = BEFORE_APPEND_MS_MAX - 5000;

/**
 * Until when the events of one bridge may gather without their report getting later: each append's
 * answer tells how long the pace holds the target's next report. Where it does not hold it, nothing
 * gathers. Times are of a clock that never jumps, in ms.
 */
export class Gathering {
  readonly #limits: GatheringLimits;
  #until = -Infinity;

  constructor(limits: GatheringLimits) {
    this.#limits = limits;
  }

  /** What comes before this may wait until then. */
  get until(): number {
    return this.#until;
  }

  /**
   * The buffer took an append.
   *
   * @param pacedForMs how long the pace holds the report; `undefined`: it does not.
   */
  appended(pacedForMs: number | undefined, now: number): void {
    if (pacedForMs === undefined) {
      this.#until = -Infinity;
      return;
    }
    const { lingerMs, minIntervalMs } = this.#limits;
    const leftMs = Math.min(pacedForMs, minIntervalMs) - AHEAD_MS;
    // What is appended right before that report goes with it, and the pace starts over.
    const gathersMs = leftMs > 0 ? leftMs : leftMs + minIntervalMs;
    this.#until = now + Math.min(lingerMs, gathersMs, GATHERS_MS_MAX);
  }
}
