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

/** How many of the places one project may have where there are several. */
const OF_SEVERAL = 0.75;

/**
 * The places of one process's targets. A target without one waits for one: projects in turn, and the targets
 * of each in order. One project never has all where there are several, so that one whose MetaStudio keeps
 * silent holds up no other. A target that keeps a pace gives its place away meanwhile but stays in the process: to
 * put its job back into the queue and take it out again costs several times a small report.
 */
export class Places {
  readonly #max: PlacesMax;
  /** By project, of those of which a target waits, the next one first. */
  readonly #waiting = new Map<string, (() => void)[]>();
  /** What wakes each target that has parked here, while it is parked. */
  readonly #wakers = new Map<string, (() => void) | undefined>();
  /** How many places each project has that ever had one. */
  readonly #takenBy = new Map<string, number>();
  #taken = 0;
  #parked = 0;
  #stopped = false;

  constructor(max: PlacesMax) {
    this.#max = max;
  }

  /** Whether one more may park. */
  get mayPark(): boolean {
    return this.#parked < this.#max.parked && !this.#stopped;
  }

  /** Whether one more may park that has nothing to report: as long as half of all may still park for a report. */
  get mayAwaitEvents(): boolean {
    return this.#parked < this.#max.parked / 2 && !this.#stopped;
  }

  /** Whether a target waits for a place. */
  get isCrowded(): boolean {
    return this.#waiting.size > 0;
  }

  /** Takes a place for a target, to be given back; resolves when there is one. */
  async take(target: string): Promise<void> {
    const project = projectOfTarget(target);
    this.#count(project, 0);
    if (this.#hasRoomFor(project)) {
      this.#count(project, 1);
      return;
    }
    await new Promise<void>((resolve) => {
      const line = this.#waiting.get(project);
      if (line === undefined) this.#waiting.set(project, [resolve]);
      else line.push(resolve);
    });
  }

  giveBack(target: string): void {
    this.#count(projectOfTarget(target), -1);
    for (const [project, line] of this.#waiting) {
      if (!this.#hasRoomFor(project)) continue;
      const next = line.shift()!;
      const isOver = line.length === 0;
      if (isOver || this.#waiting.size > 1) this.#waiting.delete(project);
      if (!isOver) this.#waiting.set(project, line);
      // The next target in line has the place from here on.
      this.#count(project, 1);
      next();
      return;
    }
  }

  #count(project: string, more: number): void {
    this.#taken += more;
    this.#takenBy.set(project, (this.#takenBy.get(project) ?? 0) + more);
  }

  #hasRoomFor(project: string): boolean {
    const { working } = this.#max;
    const most = this.#takenBy.size > 1 ? Math.ceil(working * OF_SEVERAL) : working;
    return this.#taken < working && this.#takenBy.get(project)! < most;
  }

  /**
   * Gives the place away for this long, or until {@link wake} or {@link stop}; resolves once it has
   * one again.
   *
   * @returns whether the time was cut short.
   */
  park(target: string, forMs: number): Promise<boolean> {
    this.giveBack(target);
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
