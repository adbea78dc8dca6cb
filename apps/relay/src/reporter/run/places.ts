import { projectOfTarget } from '#event-buffer';

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
 * The places of one process's targets. A target without one waits for one: projects in turn, so that one whose
 * MetaStudio keeps silent holds up no other, and the targets of each in order. A target that
 * keeps a pace gives its place away meanwhile but stays in the process: to put its job back into
 * the queue and take it out again costs several times a small report.
 */
export class Places {
  readonly #max: PlacesMax;
  /** By project, of those of which a target waits, the next one first. */
  readonly #waiting = new Map<string, (() => void)[]>();
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
    return this.#waiting.size > 0;
  }

  /** Takes a place for a target, to be given back; resolves when there is one. */
  async take(target: string): Promise<void> {
    if (this.#taken < this.#max.working) {
      this.#taken++;
      return;
    }
    const project = projectOfTarget(target);
    await new Promise<void>((resolve) => {
      const line = this.#waiting.get(project);
      if (line === undefined) this.#waiting.set(project, [resolve]);
      else line.push(resolve);
    });
  }

  giveBack(): void {
    for (const [project, line] of this.#waiting) {
      const next = line.shift()!;
      const isOver = line.length === 0;
      if (isOver || this.#waiting.size > 1) this.#waiting.delete(project);
      if (!isOver) this.#waiting.set(project, line);
      // The next target in line has the place from here on.
      next();
      return;
    }
    this.#taken--;
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
        void this.take(target).then(() => resolve(isWoken));
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
