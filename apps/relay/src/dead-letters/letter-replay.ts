import { pause } from '#timing';
import { DEAD_LETTER_PAGE, DeadLetters, type DeadLetter, type ReportQueue } from '#event-buffer';
import { TargetWaker } from '../buffer/target-waker.js';
import type { LetterStore } from './letter-choice.js';

/** The part of a buffer that a replay may fill; the rest is for what viewers do now. */
const FILL_MAX = 0.25;
const FULL_WAIT_MS = 1000;

/** Hears how far a replay is. */
export interface ReplayListener {
  /** This many more letters were put back. */
  replayed(count: number): void;
  /** The replay waits, since this many events of a target wait. */
  waits(target: string, depth: number): void;
}

export interface ReplayParts extends LetterStore {
  readonly queue: ReportQueue;
  /** How many events a buffer may hold. */
  readonly maxEvents: number;
  readonly listener: ReplayListener;
  readonly stopped: AbortSignal;
}

/** Puts dead letters back, some at a time, and has their targets reported. */
export class LetterReplay {
  readonly #dead: DeadLetters;
  readonly #waker: TargetWaker;
  readonly #waitingMax: number;
  readonly #listener: ReplayListener;
  readonly #stopped: AbortSignal;

  constructor({ redis, keys, queue, maxEvents, listener, stopped }: ReplayParts) {
    this.#dead = new DeadLetters(redis, keys);
    // What is not woken now is found by the sweep.
    this.#waker = new TargetWaker({ redis, keys, queue, onError: () => {} });
    this.#waitingMax = Math.max(1, Math.floor(maxEvents * FILL_MAX));
    this.#listener = listener;
    this.#stopped = stopped;
  }

  /** Puts letters of one target back, in order. Whole chunks: it may end anywhere between two. */
  async run(target: string, letters: readonly DeadLetter[]): Promise<void> {
    const chunk = Math.min(DEAD_LETTER_PAGE, this.#waitingMax);
    for (let at = 0; at < letters.length; at += chunk) {
      await this.#replay(target, letters.slice(at, at + chunk));
    }
  }

  async #replay(target: string, letters: readonly DeadLetter[]): Promise<void> {
    let left = letters;
    while (left.length > 0 && !this.#stopped.aborted) {
      const outcome = await this.#dead.replay(target, left, this.#waitingMax, Date.now());
      if (outcome.kind === 'replayed') {
        await this.#waker.grew(target, outcome);
        this.#listener.replayed(left.length);
        return;
      }
      if (outcome.kind === 'full') {
        this.#listener.waits(target, outcome.depthBefore);
        await pause(FULL_WAIT_MS, this.#stopped);
        continue;
      }
      left = await this.#still(target, left);
    }
  }

  /** Those of the letters that still exist: another process may have replayed or dropped some. */
  async #still(target: string, letters: readonly DeadLetter[]): Promise<DeadLetter[]> {
    const found = await Promise.all(letters.map(async ({ id }) => this.#dead.find(target, id)));
    return found.filter((letter) => letter !== undefined);
  }
}
