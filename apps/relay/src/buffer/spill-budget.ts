import { FILL_MAX, type EventClass } from '#live-event';

/** Below the limit of the class that is shed first. */
const TIGHT = 0.15;
const LOOSE = 0.08;

/**
 * Bounds what all bridges of this process hold in memory, in bytes, while Redis does not take it.
 * One budget for all, so that a process with a thousand bridges stays as small as one with ten.
 */
export class SpillBudget {
  readonly #bytesMax: number;
  #bytes = 0;
  #events = 0;

  constructor(bytesMax: number) {
    this.#bytesMax = bytesMax;
  }

  /** Whether there is room for one more event of a class. */
  admits(eventClass: EventClass): boolean {
    return this.#bytes < this.#bytesMax * FILL_MAX[eventClass];
  }

  /** Whether so much waits that sources which can wait should, before anything has to be shed. */
  get isTight(): boolean {
    return this.#bytes > this.#bytesMax * TIGHT;
  }

  /** Whether what waited because it was tight may go on. */
  get isLoose(): boolean {
    return this.#bytes < this.#bytesMax * LOOSE;
  }

  /** How many events wait. */
  get events(): number {
    return this.#events;
  }

  take(bytes: number, events = 0): void {
    this.#bytes += bytes;
    this.#events += events;
  }

  giveBack(bytes: number, events = 0): void {
    this.#bytes -= bytes;
    this.#events -= events;
  }
}
