/** A target whose buffer is not empty, as it was when it was looked at. */
export interface WaitingTarget {
  readonly target: string;
  /** Another as soon as anything happens to the target's events. */
  readonly mark: string;
  /** How long it is to wait at most, in ms, where it waits for a time; what that is for. */
  readonly delayMs?: number | undefined;
}

/** What a look found. */
export interface Look<T> {
  readonly still: readonly T[];
  readonly overdue: readonly T[];
}

interface Watched {
  readonly mark: string;
  /** Since when it is seen like this, by this process's own clock that never jumps. */
  since: number;
  /** Nobody worked on it when it was last examined. */
  idle: boolean;
}

/** A reporter that was killed is replaced by then. */
const PATIENCE_MS = 10_000;
/** What is due starts by then. */
const LATE_MS = 2000;

/**
 * Notices targets that wait and do not move, whatever the times say that are stored for them: each is
 * given as long as it can at most need, on a clock that never jumps. Pure.
 */
export class TargetWatch {
  #watched = new Map<string, Watched>();

  /**
   * @returns `still`: those that nothing has happened to since the last look and that wait for no
   * time; `overdue`: those that have to be examined. Knows no others any more.
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

  /** A target was examined: whether somebody works on it, which gives it as long again. */
  examined(target: string, isWorkedOn: boolean, now: number): void {
    const watched = this.#watched.get(target);
    if (watched === undefined) return;
    if (isWorkedOn) watched.since = now;
    watched.idle = !isWorkedOn;
  }

  /** The targets that wait, and that nobody worked on when they were last examined. */
  get idle(): readonly string[] {
    return [...this.#watched].filter(([, { idle }]) => idle).map(([target]) => target);
  }
}
