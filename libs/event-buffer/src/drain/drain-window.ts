import { classOfCode, REPORT_EVENTS_MAX, type EventClass } from '#live-event';
import { cursorAfter, isAfter, isSameCursor, type Cursor } from './cursor.js';
import { byteOffset, fragmentLength, receivedAt, typeCode } from '../append/entry.js';
import type { Entry } from '../append/entry.js';
import { BatchBuilder, type Batch, type Settlement } from './batch.js';
import type { EntryTaker } from './buffer-reader.js';

/** The limits of one report, and the greatest age of its events. */
export interface BatchLimits {
  /** At most {@link REPORT_EVENTS_MAX}. */
  readonly events: number;
  /** Bytes of all fragments. A single event that is larger is reported alone. */
  readonly bytes: number;
  /** An event received before this moment is expired, by class; ms since 1970. */
  readonly expiredBefore: Readonly<Record<EventClass, number>>;
  /** Whether only paid events are reported; others are passed, and counted `held`. */
  readonly onlyPaid?: boolean;
}

/** A report of the first events from the cursor on, whose fate is unknown. */
export interface LostReport {
  readonly events: number;
  readonly atMostOnce: AtMostOnce;
}

/** For each bridge, by name, the classes whose events should rather be lost than reported twice. */
export type AtMostOnce = ReadonlyMap<string, ReadonlySet<EventClass>>;

/**
 * The entries that a drain has read ahead, from the cursor on, and how batches are cut from
 * them. Pure: it neither reads Redis nor moves the cursor there.
 */
export class DrainWindow implements EntryTaker {
  readonly #entries: Entry[] = [];
  #cursor: Cursor;
  #waiting = 0;
  /** Of whole entries, also of one that is passed in part. */
  #bytes = 0;
  #headerBytes = 0;

  constructor(cursor: Cursor) {
    this.#cursor = cursor;
  }

  get cursor(): Cursor {
    return this.#cursor;
  }

  /** Events read and not passed yet. */
  get events(): number {
    return this.#waiting;
  }

  /** The bytes of these events in a report. */
  get bytes(): number {
    const [head] = this.#entries;
    return (
      this.#bytes - (head?.id === this.#cursor.entry ? byteOffset(head, this.#cursor.index) : 0)
    );
  }

  /** The bytes of all that it holds. */
  get memoryBytes(): number {
    return this.#bytes + this.#headerBytes;
  }

  get entries(): readonly Entry[] {
    return this.#entries;
  }

  /** The id after which to read on. */
  get lastEntry(): string | undefined {
    return this.#entries.at(-1)?.id;
  }

  /** Entries as read from the buffer, in order. */
  add(entries: readonly Entry[]): void {
    for (const entry of entries) {
      const done = entry.id === this.#cursor.entry ? this.#cursor.index : 0;
      this.#entries.push(entry);
      this.#waiting += entry.count - done;
      this.#count(entry, 1);
    }
  }

  /**
   * Cuts the next batch, from the cursor on and in order, without moving it. Expired events, and
   * viewer counts that a later one of their bridge in this batch replaces, are passed and counted
   * but not in the report.
   * @param refused the offsets, from the cursor, of events that MetaStudio refused one by one:
   *   those before every reported event are passed, and returned as `refused`.
   * @param lost a report that may have arrived already: events in it that their bridge wants at
   *   most once are passed and counted `ambiguous`.
   */
  cut(limits: BatchLimits, refused: ReadonlySet<number> = NONE, lost?: LostReport): Batch {
    const batch = new BatchBuilder(this.#cursor);
    let index = this.#entries[0]?.id === this.#cursor.entry ? this.#cursor.index : 0;
    for (const entry of this.#entries) {
      const left = lost === undefined ? 0 : Math.max(0, lost.events - batch.passed);
      const atMostOnce = left > 0 ? lost?.atMostOnce.get(entry.bridge) : undefined;
      const lostBefore = atMostOnce === undefined ? 0 : index + left;
      const marked = { refused, lostBefore, atMostOnce: atMostOnce ?? NO_CLASS };
      const end = addEntry(batch, entry, index, limits, marked);
      if (end > index) batch.touch(entry);
      const full = end < entry.count;
      batch.cursor = full ? { entry: entry.id, index: end } : cursorAfter(entry.id);
      if (full || batch.isFull(limits)) break;
      index = 0;
    }
    return batch;
  }

  /**
   * Whether a batch of an earlier drain comes next, and all of it was read ahead: then nothing has
   * settled it since. After a stream was lost and began anew, no entry is the same.
   */
  isNext({ start, cursor, span, passed }: Settlement): boolean {
    const [head] = this.#entries;
    if (span === undefined || !isSameCursor(start, this.#cursor) || head?.id !== span[0]) {
      return false;
    }
    let events = 0;
    for (const { id, count } of this.#entries) {
      const from = id === start.entry ? start.index : 0;
      events += (id === cursor.entry ? cursor.index : count) - from;
      if (id === span[1]) return events === passed;
    }
    return false;
  }

  /** Forgets what a batch passed, after it was settled. */
  pass(batch: Settlement): void {
    this.#cursor = batch.cursor;
    this.#waiting -= batch.passed;
    const { entry } = this.#cursor;
    const keep = this.#entries.findIndex(({ id }) => id === entry);
    // The cursor may be after the last entry that the batch touched.
    const left = keep !== -1 ? keep : this.#entries.findIndex(({ id }) => isAfter(id, entry));
    const gone = this.#entries.splice(0, left === -1 ? this.#entries.length : left);
    for (const one of gone) this.#count(one, -1);
  }

  /** Forgets what was read; the cursor stays. */
  letGo(): void {
    this.#entries.length = 0;
    this.#waiting = 0;
    this.#bytes = 0;
    this.#headerBytes = 0;
  }

  #count({ fragments, header }: Entry, sign: 1 | -1): void {
    this.#bytes += sign * fragments.length;
    this.#headerBytes += sign * header.length;
  }
}

const NONE: ReadonlySet<number> = new Set();
const NO_CLASS: ReadonlySet<EventClass> = new Set();

/** Which events of one entry are treated otherwise. */
interface EntryMarks {
  readonly refused: ReadonlySet<number>;
  /** Events before this index may have been reported: those of these classes are dropped. */
  readonly lostBefore: number;
  readonly atMostOnce: ReadonlySet<EventClass>;
}

/** Adds events of an entry until the batch is full; returns the index behind the last one. */
function addEntry(
  batch: BatchBuilder,
  entry: Entry,
  from: number,
  limits: BatchLimits,
  { refused, lostBefore, atMostOnce }: EntryMarks,
): number {
  const youngest = Math.max(
    limits.expiredBefore.ambient,
    limits.expiredBefore.chat,
    limits.expiredBefore.paid,
  );
  const mayExpire = entry.receivedAt < youngest;
  const fits =
    batch.events + entry.count - from <= Math.min(limits.events, REPORT_EVENTS_MAX) &&
    batch.bytes + entry.fragments.length <= limits.bytes;
  const { onlyPaid = false } = limits;
  const isWhole = fits && !mayExpire && !onlyPaid;
  if (isWhole && from === 0 && lostBefore === 0 && refused.size === 0) {
    batch.takeAll(entry);
    return entry.count;
  }
  for (let index = from; index < entry.count; index++) {
    if (refused.has(batch.passed)) {
      if (batch.events > 0) return index;
      batch.refuse(entry, index);
      continue;
    }
    const code = typeCode(entry, index);
    if (index < lostBefore && atMostOnce.has(classOfCode(code))) {
      batch.drop(entry, index, 'ambiguous');
      continue;
    }
    if (onlyPaid && classOfCode(code) !== 'paid') {
      batch.drop(entry, index, 'held');
      continue;
    }
    if (mayExpire && receivedAt(entry, index) < expiryOf(code, limits)) {
      batch.drop(entry, index, 'expired');
      continue;
    }
    if (batch.isFull(limits, fragmentLength(entry, index))) return index;
    batch.take(entry, index);
  }
  return entry.count;
}

function expiryOf(code: number, limits: BatchLimits): number {
  return limits.expiredBefore[classOfCode(code)];
}
