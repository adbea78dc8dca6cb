import {
  PARKED,
  tellFull,
  TargetTable,
  WaitingTargets,
  type BufferKeys,
  type BufferRedis,
  type ReportQueue,
} from '#event-buffer';
import { REPORT_EVENTS_MAX } from '#live-event';
import { aboutMs } from '#timing';
import type { OwnAppends } from './own-appends.js';

export interface TargetWakerParts {
  readonly redis: BufferRedis;
  readonly keys: BufferKeys;
  readonly queue: Pick<ReportQueue, 'wake' | 'promote'>;
  /** Where a reporter of this process may listen. */
  readonly ownAppends?: OwnAppends | undefined;
  /** A target could not be woken; it is tried again. */
  readonly onError: (error: Error) => void;
}

/** How a target's buffer grew. */
export interface Growth {
  readonly depthBefore: number;
  readonly depthAfter: number;
  /** Whether a reporter has the target parked; absent where that is not known. */
  readonly isParked?: boolean;
  /**
   * Whether the target waits for its turn, and something came that matters more than all before.
   */
  readonly isRaised?: boolean;
  /** Whether the target is parked for its next events; to be told where `isParked` is. */
  readonly isAwaited?: boolean | undefined;
  /** For how many ms more the pace holds the target's next report; absent where it does not. */
  readonly pacedForMs?: number | undefined;
}

/**
 * About how long after a failure a target is woken again, in ms, and how often; after that the sweep
 * finds it.
 */
const AGAIN_MS = 1000;
const TRIES_MAX = 30;

/** Has targets reported whose buffers grow. */
export class TargetWaker {
  readonly #parts: TargetWakerParts;
  readonly #targets: TargetTable;
  readonly #waiting: WaitingTargets;
  /** How often each target was tried in vain. */
  readonly #missed = new Map<string, number>();
  /** The targets of bridges that were just taken. */
  readonly #inherited = new Set<string>();

  constructor(parts: TargetWakerParts) {
    const { redis, keys } = parts;
    this.#parts = parts;
    this.#targets = new TargetTable(redis, keys);
    this.#waiting = new WaitingTargets(redis, keys);
  }

  /**
   * A buffer that was empty needs a report; one that has a full report now need not keep the pace.
   * A reporter that has a target parked looks at it by itself, at its pace, and is told where that
   * would be too late. Never rejects.
   */
  async grew(target: string, growth: Growth): Promise<void> {
    const { redis, keys, queue, ownAppends, onError } = this.#parts;
    const { depthBefore, depthAfter, isRaised = false } = growth;
    const isHeardHere = depthAfter > depthBefore && ownAppends?.tell(target) === true;
    const isNew = depthBefore === 0 && depthAfter > 0;
    const isFull = depthBefore < REPORT_EVENTS_MAX && depthAfter >= REPORT_EVENTS_MAX;
    if (!isNew && !isFull && !isRaised) return;
    try {
      const { isParked, isAwaited = false } =
        growth.isParked === undefined ? await this.#parking(target) : growth;
      if (isParked) {
        const isMissed = isNew && isAwaited && !isHeardHere;
        if (isFull || isRaised || isMissed) await tellFull(redis, keys, target);
      } else if (isNew) await this.#wake(target);
      else {
        const job = await this.#targets.jobThatWaits(target, 'pace');
        if (job !== undefined) await queue.promote(job, target);
      }
    } catch (error) {
      onError(error as Error);
      if (isNew) this.#tryAgain(target);
    }
  }

  /**
   * This process holds a bridge of the target from now on. The holder before may have died between an append
   * and the wake-up; no later append wakes a buffer that is not empty. So the next sweep looks at a target
   * that waits.
   * Never rejects.
   */
  inherited(target: string): void {
    if (this.#inherited.size === 0) setImmediate(() => void this.#noteInherited());
    this.#inherited.add(target);
  }

  async #noteInherited(): Promise<void> {
    const targets = [...this.#inherited];
    this.#inherited.clear();
    try {
      const waiting = await this.#targets.waitingAmong(targets);
      await this.#waiting.note(waiting.map(({ target }) => target));
    } catch (error) {
      // The round through all targets finds those that wait.
      this.#parts.onError(error as Error);
    }
  }

  async #parking(target: string): Promise<Pick<Growth, 'isParked' | 'isAwaited'>> {
    const cause = await this.#targets.parkedFor(target);
    return { isParked: cause !== undefined, isAwaited: cause === PARKED.forEvents };
  }

  async #wake(target: string): Promise<void> {
    // The note is for the sweep, which repairs a wake-up that is lost later.
    await Promise.all([this.#waiting.note([target]), this.#parts.queue.wake(target)]);
    this.#missed.delete(target);
  }

  #tryAgain(target: string): void {
    const tries = (this.#missed.get(target) ?? 0) + 1;
    if (tries > TRIES_MAX) {
      this.#missed.delete(target);
      return;
    }
    this.#missed.set(target, tries);
    const again = (): void => void this.grew(target, { depthBefore: 0, depthAfter: 1 });
    setTimeout(again, aboutMs(AGAIN_MS)).unref();
  }
}
