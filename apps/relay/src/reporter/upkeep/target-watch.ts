/** A target whose buffer is not empty, at one look. */
export interface WaitingTarget {
  readonly target: string;
  /** Changes as soon as anything happens to the target's events. */
  readonly mark: string;
  /** How long it is to wait at most, in ms; absent where it waits for no time. */
  readonly delayMs?: number | undefined;
}

/** What a look found. */
export interface Look<T> {
  readonly still: readonly T[];
  readonly overdue: readonly T[];
}

interface Watched {
  readonly mark: string;
  /** Since when it looks like this, by this process's clock that never jumps. */
  since: number;
  /** Whether no reporter worked on it when it was last examined. */
  idle: boolean;
}

/** By then a reporter that was killed is replaced, in ms. */
const PATIENCE_MS = 10_000;
/** By then a job that is due has started, in ms. */
const LATE_MS = 2000;

/**
 * Notices targets that wait without moving, whatever times are stored for them: each gets the longest time that
 * it can need, by a clock that never jumps. Pure.
 */
export class TargetWatch {
  #watched = new Map<string, Watched>();

  /**
   * @returns `still`: targets to which nothing has happened since the last look, and which wait for no time;
   * `overdue`: those to examine. Forgets all others.
   */
  look<T extends WaitingTarget>(waiting: readonly T[], now: number): Look<T> {
    const before = this.#watched;
    this.#watched = new Map();
    const still = waiting.filter(({ target, mark, delayMs }) => {
      return delayMs === undefined && before.get(target)?.mark === mark;
    });
    const overdue = waiting.filter(({ target, mark, delayMs }) => {
      const known = before.get(target);
      const watched = known?.mark === mark ? known : { mark, since: now, idle: false };
      this.#watched.set(target, watched);
      const allowed = delayMs === undefined ? PATIENCE_MS : delayMs + LATE_MS;
      return now - watched.since >= allowed;
    });
    return { still, overdue };
  }

  /** A target was examined. If a reporter works on it, it gets the same time again. */
  examined(target: string, isWorkedOn: boolean, now: number): void {
    const watched = this.#watched.get(target);
    if (watched === undefined) return;
    if (isWorkedOn) watched.since = now;
    watched.idle = !isWorkedOn;
  }

  /** The waiting targets that no reporter worked on when they were last examined. */
  get idle(): readonly string[] {
    return [...this.#watched].filter(([, { idle }]) => idle).map(([target]) => target);
  }
}
