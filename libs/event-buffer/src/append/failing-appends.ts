/** A target to which nothing can be appended. */
export interface FailingTarget {
  readonly target: string;
  /** Why the last append failed. */
  readonly error: Error;
  /** For how long appends have failed, in ms. */
  readonly forMs: number;
  /** How many targets fail. */
  readonly targets: number;
}

/**
 * A bridge repeats an append for half a minute: a failure that is not repeated any more does not
 * count.
 */
const TRIED_MS = 35_000;
const TARGETS_MAX = 10_000;

/** Remembers the targets whose appends fail. */
export class FailingAppends {
  readonly #targets = new Map<string, { since: number; at: number; error: Error }>();
  readonly #now: () => number;

  /** @param now a monotonic clock, in ms. */
  constructor(now: () => number = () => performance.now()) {
    this.#now = now;
  }

  failed(target: string, error: Error): void {
    const now = this.#now();
    const known = this.#targets.get(target);
    if (known === undefined && this.#targets.size >= TARGETS_MAX) return;
    const goesOn = known !== undefined && now - known.at <= TRIED_MS;
    this.#targets.set(target, { since: goesOn ? known.since : now, at: now, error });
  }

  succeeded(target: string): void {
    if (this.#targets.size > 0) this.#targets.delete(target);
  }

  /** The target whose appends have failed for longest; `undefined` where none fail. */
  oldest(): FailingTarget | undefined {
    const now = this.#now();
    for (const [target, { at }] of this.#targets) {
      if (now - at > TRIED_MS) this.#targets.delete(target);
    }
    let oldest: FailingTarget | undefined;
    for (const [target, { since, error }] of this.#targets) {
      const forMs = now - since;
      if (oldest !== undefined && oldest.forMs >= forMs) continue;
      oldest = { target, error, forMs, targets: this.#targets.size };
    }
    return oldest;
  }
}
