import { SourceBrake, type Brakable } from './source-brake.js';
import type { SpillBudget } from '../../buffer/spill-budget.js';

/** A Redis that took nothing for this long is away, in ms: no source waits for it. */
const AWAY_MS = 1000;

/**
 * The brakes of all sources of one process. A source is braked while Redis answers but is slower
 * than the source; all are braked while so much waits for Redis that something would soon be shed.
 * While Redis is away none is braked: a platform must not feel that.
 */
export class SourceBrakes {
  readonly #budget: SpillBudget;
  readonly #brakes = new Set<SourceBrake>();
  #allBraked = false;
  #away = false;
  #watch: NodeJS.Timeout | undefined;

  constructor(budget: SpillBudget) {
    this.#budget = budget;
  }

  add(link: Brakable): SourceBrake {
    const brake = new SourceBrake(link);
    this.#brakes.add(brake);
    return brake;
  }

  /** Its source ends: it is released, and never braked again. */
  remove(brake: SourceBrake): void {
    this.#brakes.delete(brake);
    brake.letGo();
  }

  /** More is ready for Redis, which is `behind` with what this source brings. */
  filled(brake: SourceBrake, behind: boolean): void {
    if (this.#away || !this.#brakes.has(brake)) return;
    if (behind) this.#slow(brake);
    if (this.#allBraked || !this.#budget.isTight) return;
    this.#allBraked = true;
    for (const one of this.#brakes) this.#slow(one);
  }

  /** Redis took what this source brought; it is no longer `behind`, or still. */
  appended(brake: SourceBrake, behind: boolean): void {
    this.#away = false;
    this.#watch?.refresh();
    if (this.#allBraked) {
      if (this.#budget.isLoose) this.letGo();
    } else if (!behind) {
      brake.letGo();
    }
  }

  /** Redis is away, or the process stops. */
  letGo(): void {
    this.#allBraked = false;
    clearTimeout(this.#watch);
    this.#watch = undefined;
    for (const brake of this.#brakes) brake.letGo();
  }

  #slow(brake: SourceBrake): void {
    brake.brake();
    this.#watch ??= setTimeout(() => {
      this.#away = true;
      this.letGo();
    }, AWAY_MS).unref();
  }
}
