import type { Places } from './places.js';

/** Tells what the collector of this process has appended, where it is one. */
export interface AppendNews {
  /** @returns ends the watch. */
  watch(target: string, appended: () => boolean): () => void;
}

/** What this process itself appends to a target while a run reports it. */
export class OwnFeed {
  readonly #target: string;
  readonly #places: Places;
  readonly #unwatch: () => void;
  #hasAppended = false;
  #waits = false;
  #isComing = true;

  constructor(target: string, places: Places, appends: AppendNews) {
    this.#target = target;
    this.#places = places;
    this.#unwatch = appends.watch(target, () => this.#appended());
  }

  /**
   * Whether the next append can be waited for: none has come since the last read, and none was waited for in
   * vain.
   */
  get isComing(): boolean {
    return this.#isComing && !this.#hasAppended;
  }

  /** The buffer is about to be read: later appends are news. */
  read(): void {
    this.#hasAppended = false;
  }

  /**
   * Parks the target.
   *
   * @param forAppendMs how much longer it waits where no append of this process came meanwhile; the next one
   *   ends that.
   */
  async park(forMs: number, forAppendMs: number): Promise<void> {
    const isWoken = await this.#places.park(this.#target, forMs);
    if (isWoken || forAppendMs === 0 || this.#hasAppended) return;
    this.#waits = true;
    await this.#places.park(this.#target, forAppendMs);
    this.#waits = false;
    if (!this.#hasAppended) this.#isComing = false;
  }

  /**
   * Parks the target for this long, or until events come.
   *
   * @param look has the append that brings them wake the target, in whichever process, and tells how many wait.
   * @returns whether some may have come.
   * @throws what `look` throws, once the target is not parked any more.
   */
  async awaitEvents(forMs: number, look: () => Promise<number | undefined>): Promise<boolean> {
    this.#hasAppended = false;
    this.#waits = true;
    // Before the look: what wakes the target may be here sooner than its answer.
    const parked = this.#places.park(this.#target, forMs);
    let isWoken = true;
    let waiting: number | undefined;
    try {
      waiting = await look();
    } finally {
      if (waiting !== 0) this.#places.wake(this.#target);
      isWoken = await parked;
      this.#waits = false;
      if (!this.#hasAppended) this.#isComing = false;
    }
    return isWoken;
  }

  over(): void {
    this.#unwatch();
    this.#places.forget(this.#target);
  }

  /** @returns whether the target waited for it. */
  #appended(): boolean {
    this.#hasAppended = true;
    this.#isComing = true;
    if (this.#waits) this.#places.wake(this.#target);
    return this.#waits;
  }
}
