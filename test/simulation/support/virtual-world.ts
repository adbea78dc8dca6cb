/** Pseudo-random numbers from a seed. */
export class Chance {
  #state: number;

  constructor(seed: number) {
    this.#state = seed >>> 0;
  }

  /** A number from 0, below 1. */
  next(): number {
    // mulberry32
    this.#state = (this.#state + 0x6d_2b_79_f5) >>> 0;
    let mixed = this.#state;
    mixed = Math.imul(mixed ^ (mixed >>> 15), mixed | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  }

  /** Whether something of this probability happens. */
  hits(probability: number): boolean {
    return probability > 0 && this.next() < probability;
  }

  between(from: number, to: number): number {
    return from + Math.floor(this.next() * (to - from + 1));
  }

  of<T>(values: readonly T[]): T {
    return values[Math.floor(this.next() * values.length)]!;
  }
}

interface Happening {
  readonly at: number;
  readonly order: number;
  readonly happen: () => void;
}

/** The start of the virtual time, in ms since 1970. */
export const BEGINNING = 1_800_000_000_000;

/**
 * Virtual time. Callbacks run one by one in the order of their times, and all promises that one
 * settles are done before the next. No real timer or socket settles a promise of the simulation.
 */
export class VirtualWorld {
  now = BEGINNING;
  steps = 0;
  #order = 0;
  readonly #heap: Happening[] = [];

  after(ms: number, happen: () => void): void {
    const order = this.#order++;
    this.#push({ at: this.now + Math.max(0, ms), order, happen });
  }

  /** Runs the callbacks up to `until`, as long as `goesOn` returns true. */
  async run(until: number, goesOn: () => boolean): Promise<void> {
    while (goesOn()) {
      const next = this.#heap[0];
      if (next === undefined || next.at > until) break;
      this.#pop();
      this.now = next.at;
      this.steps++;
      next.happen();
      await microtasksDone();
    }
    this.now = Math.max(this.now, until);
  }

  #push(happening: Happening): void {
    const heap = this.#heap;
    let at = heap.push(happening) - 1;
    for (; at > 0;) {
      const parent = (at - 1) >> 1;
      if (!isBefore(heap[at]!, heap[parent]!)) break;
      [heap[at], heap[parent]] = [heap[parent]!, heap[at]!];
      at = parent;
    }
  }

  #pop(): void {
    const heap = this.#heap;
    const last = heap.pop()!;
    if (heap.length === 0) return;
    heap[0] = last;
    for (let at = 0; ;) {
      let least = at;
      for (const child of [2 * at + 1, 2 * at + 2]) {
        if (child < heap.length && isBefore(heap[child]!, heap[least]!)) least = child;
      }
      if (least === at) return;
      [heap[at], heap[least]] = [heap[least]!, heap[at]!];
      at = least;
    }
  }
}

/** Node runs a tick that is requested within a microtask only after the last microtask. */
async function microtasksDone(): Promise<void> {
  return new Promise((resolve) => {
    process.nextTick(resolve);
  });
}

function isBefore(one: Happening, other: Happening): boolean {
  return one.at - other.at < 0 || (one.at === other.at && one.order < other.order);
}
