/** How far what two answers of Redis tell of one moment may differ, in ms. */
const SLACK_MS = 1000;
const KEPT_MS = 60_000;

/**
 * The targets that this process had when Redis lost who has them, and of which nothing was under way:
 * nobody else has a report of theirs in flight. Forgotten within minutes.
 */
export class TargetsBeforeLoss {
  readonly #now: () => number;
  readonly #addedAt = new Map<string, number>();

  /** @param now a clock in ms that never jumps. */
  constructor(now: () => number = () => performance.now()) {
    this.#now = now;
  }

  /** To be called once the loss was noticed. */
  add(target: string): void {
    const now = this.#now();
    for (const [other, at] of this.#addedAt) {
      if (now - at > KEPT_MS) this.#addedAt.delete(other);
    }
    this.#addedAt.set(target, now);
  }

  /** Whether the target was this process's at the loss that was noticed this long ago. */
  isSince(target: string, ageMs: number): boolean {
    const at = this.#addedAt.get(target);
    return at !== undefined && at >= this.#now() - ageMs - SLACK_MS;
  }
}
