/** What a process takes on at a time. */
export interface PlacesMax {
  /** Targets at work: what they have read of their buffers bounds the process's memory. */
  readonly working: number;
  /** Targets that are parked until their pace lets them report: each costs a lock and a timer. */
  readonly parked: number;
}

/**
 * The places of one process's targets. Who has none waits for one, in order; who keeps a pace
 * gives its place away meanwhile and stays in the process, since to put a job back into the queue
 * and to take it out again costs several times what a small report does.
 */
export class Places {
  readonly #max: PlacesMax;
  readonly #waiting: (() => void)[] = [];
  readonly #parked = new Map<string, () => void>();
  #taken = 0;
  #stopped = false;

  constructor(max: PlacesMax) {
    this.#max = max;
  }

  /** Whether one more may park. */
  get mayPark(): boolean {
    return this.#parked.size < this.#max.parked && !this.#stopped;
  }

  /** Whether somebody waits for a place. */
  get isCrowded(): boolean {
    return this.#waiting.length > 0;
  }

  /** Takes a place, which has to be given back; resolves when there is one. */
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
    // Whoever waits has it from here on.
    if (next === undefined) this.#taken--;
    else next();
  }

  /** Gives the place away for so long, or until {@link wake} or {@link stop}; then has one again. */
  async park(target: string, forMs: number): Promise<void> {
    this.giveBack();
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, forMs);
      this.#parked.set(target, () => {
        clearTimeout(timer);
        resolve();
      });
    });
    this.#parked.delete(target);
    await this.take();
  }

  /** Has a target go on that is parked here. */
  wake(target: string): void {
    this.#parked.get(target)?.();
  }

  /** Has every parked target go on, and parks none from now on. */
  stop(): void {
    this.#stopped = true;
    for (const end of this.#parked.values()) end();
  }
}
