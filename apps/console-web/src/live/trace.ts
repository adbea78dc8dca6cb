/** The length of a slot in ms, and the number of slots: ten minutes. */
export const SLOT_MS = 5000;
export const SLOTS = 120;

/** Rates; `null` stands for an unknown one. */
export type Series = (number | null)[];

/** The content of a trace, for another page. */
export interface TraceState {
  readonly since: number;
  readonly slot: number;
  readonly received: readonly number[];
  readonly reported: readonly number[];
}

/** How many events came in and went out in the last ten minutes, in a fixed amount of memory. */
export class Trace {
  /** When the trace began, in ms since 1970. */
  #since = 0;
  #slot = 0;
  #received: number[] = Array.from({ length: SLOTS }, () => 0);
  #reported: number[] = Array.from({ length: SLOTS }, () => 0);

  static of({ since, slot, received, reported }: TraceState): Trace {
    const trace = new Trace();
    trace.#since = since;
    trace.#slot = slot;
    trace.#received = [...received];
    trace.#reported = [...reported];
    return trace;
  }

  get state(): TraceState {
    return {
      since: this.#since,
      slot: this.#slot,
      received: this.#received,
      reported: this.#reported,
    };
  }

  /**
   * @param at in ms since 1970, by the relay's clock.
   * @param from since when they came, where that is longer ago: nobody knows when each did.
   */
  add(at: number, received: number, reported: number, from = at): void {
    this.#moveBackTo(at);
    this.#moveTo(at);
    if (this.#since === 0) this.#since = at;
    const begin = Math.max(from, this.#since);
    if (begin >= at) return this.#put(this.#slot, received, reported);
    const first = Math.max(Math.floor(begin / SLOT_MS), this.#slot - SLOTS + 1);
    for (let slot = first; slot <= this.#slot; slot++) {
      const ms = Math.min(at, (slot + 1) * SLOT_MS) - Math.max(begin, slot * SLOT_MS);
      const share = Math.max(0, ms) / (at - begin);
      this.#put(slot, received * share, reported * share);
    }
  }

  #put(slot: number, received: number, reported: number): void {
    this.#received[slot % SLOTS]! += Math.max(0, received);
    this.#reported[slot % SLOTS]! += Math.max(0, reported);
  }

  /** Rates a second, averaged over the last slots. */
  rates(at: number): { readonly received: number; readonly reported: number } {
    this.#moveTo(at);
    const knownMs = Math.max(1000, at - this.#since);
    const seconds = Math.min(SLOT_MS + (at % SLOT_MS), knownMs) / 1000;
    const last = [this.#slot % SLOTS, (this.#slot - 1 + SLOTS) % SLOTS];
    const sum = (of: readonly number[]): number => last.reduce((all, one) => all + of[one]!, 0);
    return { received: sum(this.#received) / seconds, reported: sum(this.#reported) / seconds };
  }

  /**
   * The last `count` slots, the oldest first, as rates a second, without the unfinished slot. The
   * time before this page was opened is `null`, not 0.
   */
  series(at: number, count = SLOTS - 1): { received: Series; reported: Series } {
    this.#moveTo(at);
    const slots = Array.from({ length: count }, (_, i) => this.#slot - count + i);
    const first = this.#since === 0 ? Infinity : Math.floor(this.#since / SLOT_MS);
    const take = (of: readonly number[]): Series =>
      slots.map((slot) => (slot < first ? null : of[slot % SLOTS]! / (SLOT_MS / 1000)));
    return { received: take(this.#received), reported: take(this.#reported) };
  }

  /** The start of the unfinished slot, in ms since 1970. */
  get slotAt(): number {
    return this.#slot * SLOT_MS;
  }

  /** A clock that was ahead is right again: without this all events would be of one slot until then. */
  #moveBackTo(at: number): void {
    const slot = Math.floor(at / SLOT_MS);
    if (slot >= this.#slot) return;
    for (let i = 0; i < Math.min(SLOTS, this.#slot - slot); i++) this.#empty(this.#slot - i);
    this.#slot = slot;
    this.#since = Math.min(this.#since, at);
  }

  #moveTo(at: number): void {
    const slot = Math.floor(at / SLOT_MS);
    if (slot <= this.#slot) return;
    const passed = Math.min(SLOTS, slot - this.#slot);
    for (let i = 0; i < passed; i++) {
      this.#empty(slot - i);
    }
    this.#slot = slot;
  }

  #empty(slot: number): void {
    this.#received[slot % SLOTS] = 0;
    this.#reported[slot % SLOTS] = 0;
  }
}
