import type { RateMoment, ReportRate } from '#event-buffer';
import { aboutMs, idlePause } from '#timing';
import { bidOf, compareImportance, type Importance } from './importance.js';

/** A target that waits for its turn. */
export interface WaitingTurn {
  /** Gives up waiting. */
  leave(): void;
}

interface Waiter {
  readonly importance: Importance;
  readonly wake: (at: number) => void;
  /** When it is overdue, by a clock that never jumps. */
  readonly overdueAt: number;
}

export interface ReportTurnsParts {
  readonly rate: Pick<ReportRate, 'takeNow' | 'takeNext' | 'momentsMax' | 'overduePerMs'>;
  /** Redis could not be asked; it is asked again. */
  readonly failed: (error: Error) => void;
}

/** The shortest time between two questions to Redis, in ms. */
const ASK_MS_MIN = 5;
/** The longest, in ms: the limit may be another one by then, and Node's timers end at once after 2 ** 31 ms. */
const ASK_MS_MAX = 60_000;
const RETRY_MS = 1000;

/**
 * The turns of one project in this process, where there is a limit on its reports. While the limit
 * is not reached, every report gets its turn at once. Beyond, the next turn goes to the most
 * important target, and every other one to the targets that are overdue, in whichever process.
 *
 * Processes divide the limit through Redis: each bids with its most important targets. Which target has a turn is
 * decided when it has to begin with its report.
 */
export class ReportTurns {
  readonly #parts: ReportTurnsParts;
  readonly #waiting = new Set<Waiter>();
  /** Turns that are still to come: so many of those who wait need no other. */
  #promised = 0;
  #promisedOverdue = 0;
  #isPumping = false;

  constructor(parts: ReportTurnsParts) {
    this.#parts = parts;
  }

  /**
   * Takes a turn, if there is one and no more important target waits for it.
   *
   * @returns 0: send now; else after about how many ms there may be one.
   * @throws where Redis cannot be asked.
   */
  async take(importance: Importance): Promise<number> {
    for (const other of this.#waiting) {
      if (compareImportance(other.importance, importance) <= 0) return ASK_MS_MIN;
    }
    const { moments, askInMs } = await this.#parts.rate.takeNow(bidOf(importance));
    return moments.length > 0 ? 0 : Math.max(askInMs, ASK_MS_MIN);
  }

  /**
   * Waits for a turn: `wake` is called when its report is to be prepared, and told when to send it, by
   * `performance.now()`.
   */
  wait(importance: Importance, wake: (at: number) => void): WaitingTurn {
    const overdueAt = performance.now() + importance.overdueInMs;
    const waiter: Waiter = { importance, wake, overdueAt };
    this.#waiting.add(waiter);
    if (!this.#isPumping) void this.#pump();
    return {
      leave: () => {
        this.#waiting.delete(waiter);
      },
    };
  }

  async #pump(): Promise<void> {
    this.#isPumping = true;
    while (this.#waiting.size > this.#promised) {
      const inMs = await this.#ask();
      if (inMs > 0) await idlePause(Math.min(Math.max(inMs, ASK_MS_MIN), ASK_MS_MAX));
    }
    this.#isPumping = false;
  }

  /** @returns in how many ms to ask again. */
  async #ask(): Promise<number> {
    const { rate, failed } = this.#parts;
    try {
      const waiting = this.#firstOnes(this.#promised + rate.momentsMax).slice(this.#promised);
      const bids = waiting.map(({ importance }) => bidOf(importance));
      const { moments, askInMs } = await rate.takeNext(bids, this.#overdue);
      for (const moment of moments) void this.#promise(moment);
      return askInMs;
    } catch (error) {
      failed(error as Error);
      return aboutMs(RETRY_MS);
    }
  }

  /** Gives a turn to whom it is due when its report is to be prepared. */
  async #promise({ at, prepareAt, isOverdue }: RateMoment): Promise<void> {
    const inMs = prepareAt - performance.now();
    if (inMs > 0) {
      this.#promised++;
      if (isOverdue) this.#promisedOverdue++;
      await idlePause(inMs);
      this.#promised--;
      if (isOverdue) this.#promisedOverdue--;
    }
    const waiter = isOverdue ? this.#latest : this.#firstOnes(1)[0];
    // All have left while Redis was asked.
    if (waiter === undefined) return;
    this.#waiting.delete(waiter);
    waiter.wake(at);
  }

  /** So many of the most important targets, in order. */
  #firstOnes(count: number): Waiter[] {
    const first: Waiter[] = [];
    for (const waiter of this.#waiting) {
      const isBefore = (other: Waiter): boolean =>
        compareImportance(waiter.importance, other.importance) < 0;
      if (first.length >= count && !isBefore(first.at(-1)!)) continue;
      let index = first.length;
      while (index > 0 && isBefore(first[index - 1]!)) index--;
      first.splice(index, 0, waiter);
      if (first.length > count) first.pop();
    }
    return first;
  }

  /** The one that is overdue first. */
  get #latest(): Waiter | undefined {
    let latest: Waiter | undefined;
    for (const waiter of this.#waiting) {
      if (!latest || waiter.overdueAt < latest.overdueAt) latest = waiter;
    }
    return latest;
  }

  /**
   * How many are overdue, or would be before the turns for such ones have come to them, and have no turn yet: those
   * that begin to wait together are overdue together, and the last of them would wait as long again.
   */
  get #overdue(): number {
    const now = performance.now();
    const { overduePerMs } = this.#parts.rate;
    const dueInMs = Float64Array.from(this.#waiting, ({ overdueAt }) => overdueAt - now).sort();
    const overdue = dueInMs.reduce(
      (most, inMs, before) => Math.max(most, before + 1 - Math.max(0, inMs) * overduePerMs),
      0,
    );
    return Math.max(0, Math.floor(overdue) - this.#promisedOverdue);
  }
}
