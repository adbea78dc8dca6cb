/** How many targets a process takes on at a time. */
export interface PlacesMax {
  /**
   * Targets at work: they hold what they have read of their buffers, which bounds the process's
   * memory.
   */
  readonly working: number;
  /** Targets that are parked: each costs a lock and a timer. */
  readonly parked: number;
}

/**
 * The places of one process's targets. A target without one waits for one, in order. A target that
 * keeps a pace gives its place away meanwhile but stays in the process: to put its job back into
 * the queue and take it out again costs several times a small report.
 */
export class Places {
  readonly #max: PlacesMax;
  readonly #waiting: (() => void)[] = [];
  /** What wakes each target that has parked here, while it is parked. */
  readonly #wakers = new Map<string, (() => void) | undefined>();
  #parked = 0;
  #taken = 0;
  #stopped = false;

  constructor(max: PlacesMax) {
    this.#max = max;
  }

  /** Whether one more may park. */
  get mayPark(): boolean {
    return this.#parked < this.#max.parked && !this.#stopped;
  }

  /** Whether a target waits for a place. */
  get isCrowded(): boolean {
    return this.#waiting.length > 0;
  }

  /** Takes a place, to be given back; resolves when there is one. */
  async take(): Promise<void> {
    if (this.#taken < this.#max.working) {
      this.#taken++;
      return;
    }
    await new Promise<void>((resolve) => {
      this.#waiting.push(resolve);
    });
  }

  giveBack(): void {
    const next = this.#waiting.shift();
    // The next target in line has the place from here on.
    if (next === undefined) this.#taken--;
    else next();
  }

  /**
   * Gives the place away for this long, or until {@link wake} or {@link stop}; resolves once it has
   * one again.
   *
   * @returns whether the time was cut short.
   */
  park(target: string, forMs: number): Promise<boolean> {
    this.giveBack();
    this.#parked++;
    return new Promise<boolean>((resolve) => {
      const end = (isWoken: boolean): void => {
        this.#parked--;
        this.#wakers.set(target, undefined);
        void this.take().then(() => resolve(isWoken));
      };
      const timer = setTimeout(end, forMs, false);
      this.#wakers.set(target, () => {
        clearTimeout(timer);
        end(true);
      });
    });
  }

  /** Wakes a target that is parked here. */
  wake(target: string): void {
    this.#wakers.get(target)?.();
  }

  /** The target does not park here any more. */
  forget(target: string): void {
    this.#wakers.delete(target);
  }

  /** Wakes every parked target, and parks none from now on. */
  stop(): void {
    this.#stopped = true;
    for (const end of this.#wakers.values()) end?.();
  }
}
