import { DEAD_LETTER_PAGE, DeadLetters, type DeadLetter, type ReportQueue } from '#event-buffer';
import { TargetWaker } from '../../collector/target-waker.js';
import { pause } from '../../service/pause.js';
import type { Progress } from '../progress.js';
import type { CliBuffer } from '../with-buffer.js';

/** A replay leaves three quarters of a buffer to what viewers do now. */
const SHARE = 0.25;
const FULL_WAIT_MS = 1000;

/** Puts dead letters back, some at a time, and has their targets reported. */
export class LetterReplay {
  readonly #dead: DeadLetters;
  readonly #waker: TargetWaker;
  readonly #waitingMax: number;
  readonly #progress: Progress;
  readonly #stopped: AbortSignal;

  constructor(buffer: CliBuffer, queue: ReportQueue, progress: Progress, stopped: AbortSignal) {
    this.#dead = new DeadLetters(buffer.redis, buffer.keys);
    // What is not woken now is found by the sweep.
    this.#waker = new TargetWaker({ ...buffer, queue, onError: () => {} });
    this.#waitingMax = Math.max(1, Math.floor(buffer.config.buffer.maxEvents * SHARE));
    this.#progress = progress;
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
        await this.#waker.grew(target, outcome.depthBefore, outcome.depthAfter);
        this.#progress.advance(left.length);
        return;
      }
      if (outcome.kind === 'full') {
        this.#progress.advance(0, `${outcome.depthBefore} events of ${target} wait to be reported`);
        await pause(FULL_WAIT_MS, this.#stopped);
        continue;
      }
      left = await this.#still(target, left);
    }
  }

  /** Somebody else replayed or dropped some of them. */
  async #still(target: string, letters: readonly DeadLetter[]): Promise<DeadLetter[]> {
    const found = await Promise.all(letters.map(async ({ id }) => this.#dead.find(target, id)));
    return found.filter((letter) => letter !== undefined);
  }
}
