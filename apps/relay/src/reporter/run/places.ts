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

/** A project that has had no place for this long, in ms, is not one of several any more. */
const USED_MS = 10 * 60_000;

interface Taken {
  places: number;
  /** When the last one was given back, in monotonic ms. */
  givenBackAt: number;
}

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
  /** What each project has that had a place not long ago. */
  readonly #takenBy = new Map<string, Taken>();
  #taken = 0;
  #parked = 0;
  #stopped = false;
  readonly #isServed: (project: string) => boolean;
  readonly #now: () => number;

  /** @param isServed whether a project is reported for: for the targets of others a place is soon given back. */
  constructor(
    max: PlacesMax,
    isServed: (project: string) => boolean = () => true,
    now: () => number = () => performance.now(),
  ) {
    this.#max = max;
    this.#isServed = isServed;
    this.#now = now;
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
    const line = this.#waiting.get(project);
    if (line === undefined && this.#hasRoomFor(project)) {
      this.#count(project, 1);
      return;
    }
    await new Promise<void>((resolve) => {
      if (line === undefined) this.#waiting.set(project, [resolve]);
      else line.push(resolve);
      // There may be room for more of the project than when the line began.
      while (this.#giveToNext());
    });
  }

  giveBack(target: string): void {
    const project = projectOfTarget(target);
    this.#count(project, -1);
    const taken = this.#takenBy.get(project)!;
    if (taken.places === 0) taken.givenBackAt = this.#now();
    while (this.#giveToNext());
  }

  /** @returns whether a place was given to one that waits. */
  #giveToNext(): boolean {
    for (const [project, line] of this.#waiting) {
      if (!this.#hasRoomFor(project)) continue;
      const next = line.shift()!;
      const isOver = line.length === 0;
      if (isOver || this.#waiting.size > 1) this.#waiting.delete(project);
      if (!isOver) this.#waiting.set(project, line);
      // The next target in line has the place from here on.
      this.#count(project, 1);
      next();
      return true;
    }
    return false;
  }

  #count(project: string, more: number): void {
    this.#taken += more;
    const taken = this.#takenBy.get(project);
    if (taken === undefined) this.#takenBy.set(project, { places: more, givenBackAt: -Infinity });
    else taken.places += more;
  }

  #hasRoomFor(project: string): boolean {
    const { working } = this.#max;
    if (this.#taken >= working) return false;
    const has = this.#takenBy.get(project)?.places ?? 0;
    return has < Math.ceil(working * OF_SEVERAL) || this.#isAlone(project);
  }

  /** Whether no other project has, wants, or had a place not long ago. */
  #isAlone(project: string): boolean {
    if (this.#waiting.size > (this.#waiting.has(project) ? 1 : 0)) return false;
    const since = this.#now() - USED_MS;
    for (const [other, { places, givenBackAt }] of this.#takenBy) {
      if (other === project || !this.#isServed(other)) continue;
      if (places > 0 || givenBackAt > since) return false;
      this.#takenBy.delete(other);
    }
    return true;
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

  /** Wakes every target that is parked here. */
  wakeAll(): void {
    for (const end of this.#wakers.values()) end?.();
  }

  /** The target does not park here any more. */
  forget(target: string): void {
    this.#wakers.delete(target);
  }

  /** Wakes every parked target, and parks none from now on. */
  stop(): void {
    this.#stopped = true;
    this.wakeAll();
  }
}
