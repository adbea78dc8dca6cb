import { loggedError, type RelayLog } from '#telemetry';
import { bounded } from '../../console/bounded.js';
import { SharedRun } from '../../console/shared-run.js';
import type { StatusLooks } from './status-looks.js';

/** How often the status is looked at, and which part of the time a look may take. */
const LOOK_EVERY_MS = 1000;
const LOOK_PART = 0.02;
/** The longest pause between two looks, however long a look takes. */
const LOOK_EVERY_MS_MAX = 5000;
const LOOK_MS_MAX = 5000;

/** Reads the status for all watchers, and only while there is one. */
export class StatusWatch {
  readonly #looks: SharedRun<void>;
  readonly #log: RelayLog;
  readonly #watchers = new Set<(isKnown: boolean) => void>();
  #timer: NodeJS.Timeout | undefined;
  #isLooking = false;
  #lookedAt = -Infinity;

  constructor(looks: Pick<StatusLooks, 'look'>, log: RelayLog) {
    // One that takes too long goes on: there are no two at a time.
    this.#looks = new SharedRun(async () => looks.look());
    this.#log = log;
  }

  get watchers(): number {
    return this.#watchers.size;
  }

  /**
   * @param looked is called after each look, the first of them at once; `false`: the status could
   *   not be read.
   * @returns ends it.
   */
  watch(looked: (isKnown: boolean) => void): () => void {
    this.#watchers.add(looked);
    // New watchers do not make the looks more frequent.
    const sinceLook = performance.now() - this.#lookedAt;
    if (sinceLook < LOOK_EVERY_MS) looked(true);
    if (!this.#isLooking && this.#timer === undefined) this.#lookIn(LOOK_EVERY_MS - sinceLook);
    return () => {
      this.#watchers.delete(looked);
      if (this.#watchers.size === 0) this.#sleep();
    };
  }

  #sleep(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }

  async #look(): Promise<void> {
    this.#timer = undefined;
    this.#isLooking = true;
    const startedAt = performance.now();
    const isKnown = await this.#read();
    this.#isLooking = false;
    if (isKnown) this.#lookedAt = performance.now();
    for (const looked of this.#watchers) looked(isKnown);
    if (this.#watchers.size === 0) return this.#sleep();
    const took = performance.now() - startedAt;
    this.#lookIn(Math.min(LOOK_EVERY_MS_MAX, Math.max(LOOK_EVERY_MS, took / LOOK_PART)));
  }

  #lookIn(ms: number): void {
    this.#timer = setTimeout(() => void this.#look(), Math.max(0, ms));
  }

  async #read(): Promise<boolean> {
    try {
      await bounded(this.#looks.run(), LOOK_MS_MAX);
      return true;
    } catch (error) {
      const fields = { error: loggedError(error) };
      this.#log.writeSeldom('warn', 'status_failed', 'The ledger cannot be read.', fields);
      return false;
    }
  }
}
