import type { ReportRate } from '#event-buffer';
import { aboutMs, idlePause } from '#timing';
import { bidOf, compareImportance, type Importance } from './importance.js';

/** A target that waits for its turn. */
export interface WaitingTurn {
  /** Gives up waiting. */
  leave(): void;
}

interface Waiter {
  readonly importance: Importance;
  readonly wake: () => void;
  /** When it is overdue, by a clock that never jumps. */
  readonly overdueAt: number;
}

export interface ReportTurnsParts {
  /** `spend` resolves with 0 or less, or in how many ms to ask again. */
  readonly rate: Pick<ReportRate, 'spend'>;
  /** Redis could not be asked; it is asked again. */
  readonly failed: (error: Error) => void;
}

/** The shortest time between two questions to Redis, in ms. */
const ASK_MS_MIN = 5;
const RETRY_MS = 1000;

/**
 * The turns of one project in this process, where there is a limit on its reports. While the limit
 * is not reached, every report gets its turn at once. Beyond, the next turn goes to the most
 * important target, and every other one to the targets that are overdue, in whichever process.
 *
 * Processes divide the limit through Redis: each bids with its most important target.
 */
export class ReportTurns {
  readonly #parts: ReportTurnsParts;
  readonly #waiting = new Set<Waiter>();
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
    return Math.max(0, await this.#parts.rate.spend(bidOf(importance)));
  }

  /** Waits for a turn, which has come when `wake` is called, and must be used at once. */
  wait(importance: Importance, wake: () => void): WaitingTurn {
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
    while (this.#waiting.size > 0) {
      const inMs = await this.#ask();
      if (inMs > 0) await idlePause(Math.max(inMs, ASK_MS_MIN));
      else this.#grant(inMs < 0);
    }
    this.#isPumping = false;
  }

  async #ask(): Promise<number> {
    try {
      const { first, latest } = this.#next();
      const isOverdue = latest!.overdueAt <= performance.now();
      return await this.#parts.rate.spend(bidOf(first!.importance), isOverdue);
    } catch (error) {
      this.#parts.failed(error as Error);
      return aboutMs(RETRY_MS);
    }
  }

  #grant(isOverdue: boolean): void {
    const { first, latest } = this.#next();
    const waiter = isOverdue ? latest : first;
    // All have left while Redis was asked.
    if (waiter === undefined) return;
    this.#waiting.delete(waiter);
    waiter.wake();
  }

  /** The most important target, and the one that is overdue first. */
  #next(): { readonly first: Waiter | undefined; readonly latest: Waiter | undefined } {
    let first: Waiter | undefined;
    let latest: Waiter | undefined;
    for (const waiter of this.#waiting) {
      if (!first || compareImportance(waiter.importance, first.importance) < 0) first = waiter;
      if (!latest || waiter.overdueAt < latest.overdueAt) latest = waiter;
    }
    return { first, latest };
  }
}
