/** Proof that the process with this lock may act for a target now. */
export interface JobLock {
  /**
   * Whether the lock was confirmed so recently that no other process can have it. By a monotonic
   * clock, so that a process that was suspended learns this before it does anything.
   */
  isFresh(): boolean;
  /**
   * Aborts when a renewal was refused: another reporter has the job, or, by {@link LOST_EARLY},
   * nobody.
   */
  readonly lost: AbortSignal;
}

/**
 * The reason of a lock's loss if nobody else can have had it: it had not ended, so Redis has lost
 * data.
 */
export const LOST_EARLY = Symbol('lost early');

/** Renews the locks of several jobs; returns the ids of those that are lost. */
export type ExtendLocks = (ids: string[], tokens: string[], forMs: number) => Promise<string[]>;

/** How long the lock of a job that runs lives, and how often it is renewed, in ms. */
export interface LockTimes {
  readonly lockMs: number;
  /** How long before its end a lock stops counting: a request must be on its way by then. */
  readonly marginMs: number;
  readonly renewEveryMs: number;
}

export const LOCK_TIMES_DEFAULT: LockTimes = { lockMs: 6000, marginMs: 1000, renewEveryMs: 2000 };

interface Watched {
  readonly token: string;
  readonly lost: AbortController;
  /** When the last confirmed renewal was sent, by a monotonic clock, in ms. */
  confirmedAt: number;
}

/**
 * Renews the BullMQ locks of the jobs that this process works on, all in one call, and knows on a
 * monotonic clock how fresh each is. BullMQ's own renewal tells neither: it notes when an answer
 * was read, which a suspended process does long after Redis gave it.
 */
export class LockWatch {
  readonly #extend: ExtendLocks;
  readonly #times: LockTimes;
  readonly #now: () => number;
  readonly #onError: (error: Error) => void;
  readonly #watched = new Map<string, Watched>();
  #timer: NodeJS.Timeout | undefined;
  #renewing = false;

  constructor(
    extend: ExtendLocks,
    onError: (error: Error) => void,
    times: LockTimes = LOCK_TIMES_DEFAULT,
    now: () => number = () => performance.now(),
  ) {
    this.#extend = extend;
    this.#times = times;
    this.#now = now;
    this.#onError = onError;
  }

  /**
   * Watches a job's lock until {@link release}; resolves once it was confirmed or lost. A lock
   * watched for the job before is lost: the job was given again.
   */
  async watch(id: string, token: string): Promise<JobLock> {
    const watched: Watched = { token, lost: new AbortController(), confirmedAt: -Infinity };
    this.#watched.get(id)?.lost.abort();
    this.#watched.set(id, watched);
    this.#timer ??= setInterval(() => void this.#renew(), this.#times.renewEveryMs);
    await this.#renewOf([[id, watched]]);
    const { lockMs, marginMs } = this.#times;
    return {
      isFresh: () =>
        !watched.lost.signal.aborted && this.#now() - watched.confirmedAt < lockMs - marginMs,
      lost: watched.lost.signal,
    };
  }

  /** Stops watching a job under this token; a lock under which it was given again stays watched. */
  release(id: string, token: string): void {
    if (this.#watched.get(id)?.token === token) this.#watched.delete(id);
    if (this.#watched.size > 0) return;
    clearInterval(this.#timer);
    this.#timer = undefined;
  }

  /** Stops renewing: all locks count as lost. */
  stop(): void {
    clearInterval(this.#timer);
    for (const { lost } of this.#watched.values()) lost.abort();
    this.#watched.clear();
  }

  async #renew(): Promise<void> {
    // One at a time: while Redis is away an answer may take long.
    if (this.#renewing) return;
    this.#renewing = true;
    await this.#renewOf([...this.#watched]);
    this.#renewing = false;
  }

  async #renewOf(jobs: readonly (readonly [string, Watched])[]): Promise<void> {
    if (jobs.length === 0) return;
    const askedAt = this.#now();
    const ids = jobs.map(([id]) => id);
    const tokens = jobs.map(([, { token }]) => token);
    try {
      const lost = new Set(await this.#extend(ids, tokens, this.#times.lockMs));
      for (const [id, watched] of jobs) {
        if (lost.has(id)) this.#lose(watched);
        else watched.confirmedAt = Math.max(watched.confirmedAt, askedAt);
      }
    } catch (error) {
      // Redis is away: the locks age, and once they are not fresh nothing is sent.
      this.#onError(error as Error);
    }
  }

  #lose({ lost, confirmedAt }: Watched): void {
    const isEarly = this.#now() - confirmedAt < this.#times.lockMs;
    lost.abort(isEarly ? LOST_EARLY : undefined);
  }
}
