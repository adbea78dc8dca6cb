/** A target to which nothing can be appended. */
export interface FailingTarget {
  readonly target: string;
  /** Why the last append failed. */
  readonly error: Error;
  /** For how long, in ms, none has succeeded since one failed. */
  readonly forMs: number;
  /** How many targets fail. */
  readonly targets: number;
}

/** A bridge repeats an append for half a minute; what nobody tries any more is not known to fail. */
const TRIED_MS = 35_000;
const TARGETS_MAX = 10_000;

/** Keeps to which targets appends fail. */
export class FailingAppends {
  readonly #targets = new Map<string, { since: number; at: number; error: Error }>();
  readonly #now: () => number;

  /** @param now in ms, of a clock that is never set. */
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

  /** The one that has failed for longest; `undefined` where none is known to fail. */
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
