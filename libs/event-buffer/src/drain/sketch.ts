import { classOfCode, type EventClass } from '#live-event';
import { byteOffset, receivedAt, typeCode, type Entry } from '../append/entry.js';
import type { EntryTaker } from './buffer-reader.js';
import type { Cursor } from './cursor.js';
import type { DrainWindow } from './drain-window.js';

/** When the oldest and the youngest event of a class were received, ms since 1970. */
interface Span {
  oldest: number;
  youngest: number;
}

/**
 * What is kept of events that were read while their target waits: a few numbers, however many events
 * there are.
 */
export class Sketch implements EntryTaker {
  readonly cursor: Cursor;
  lastEntry: string | undefined;
  entries = 0;
  events = 0;
  bytes = 0;
  readonly #onlyPaid: boolean;
  readonly #spans = new Map<EventClass, Span>();

  /** @param onlyPaid whether only paid events are to be reported. */
  constructor(window: DrainWindow, onlyPaid: boolean) {
    this.cursor = window.cursor;
    this.#onlyPaid = onlyPaid;
    this.add(window.entries);
  }

  add(entries: readonly Entry[]): void {
    for (const entry of entries) {
      const from = entry.id === this.cursor.entry ? this.cursor.index : 0;
      for (let index = from; index < entry.count; index++) this.#note(entry, index);
      this.entries++;
      this.events += entry.count - from;
      this.bytes += entry.fragments.length - byteOffset(entry, from);
      this.lastEntry = entry.id;
    }
  }

  #note(entry: Entry, index: number): void {
    const eventClass = classOfCode(typeCode(entry, index));
    if (this.#onlyPaid && eventClass !== 'paid') return;
    const at = receivedAt(entry, index);
    const span = this.#spans.get(eventClass);
    if (span === undefined) {
      this.#spans.set(eventClass, { oldest: at, youngest: at });
      return;
    }
    if (at < span.oldest) span.oldest = at;
    if (at > span.youngest) span.youngest = at;
  }

  /**
   * Whether a class of events has expired, as far as is known: younger ones may have come behind them.
   *
   * @param expiredBefore an event received before this moment is expired, by class.
   */
  hasExpired(expiredBefore: Readonly<Record<EventClass, number>>): boolean {
    for (const [eventClass, { youngest }] of this.#spans) {
      if (youngest < expiredBefore[eventClass]) return true;
    }
    return false;
  }

  /**
   * Since when, at least, the oldest event of each class has waited that has not expired; empty where all have.
   *
   * @param expiredBefore an event received before this moment is expired, by class.
   */
  oldest(expiredBefore: Readonly<Record<EventClass, number>>): ReadonlyMap<EventClass, number> {
    const oldest = new Map<EventClass, number>();
    for (const [eventClass, span] of this.#spans) {
      const from = expiredBefore[eventClass];
      if (span.youngest >= from) oldest.set(eventClass, Math.max(span.oldest, from));
    }
    return oldest;
  }
}
