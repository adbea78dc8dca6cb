import type { Places } from './places.js';

/** Tells what the collector of this process has appended, where it is one. */
export interface AppendNews {
  /** @returns ends the watch. */
  watch(target: string, appended: () => void): () => void;
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

  over(): void {
    this.#unwatch();
    this.#places.forget(this.#target);
  }

  #appended(): void {
    this.#hasAppended = true;
    this.#isComing = true;
    if (this.#waits) this.#places.wake(this.#target);
  }
}
