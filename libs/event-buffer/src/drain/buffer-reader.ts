import { REPORT_EVENTS_MAX } from '#live-event';
import { entryOf, type Entry } from '../append/entry.js';
import type { TargetKeys } from '../redis/buffer-keys.js';
import type { BufferRedis } from '../redis/buffer-redis.js';
import type { Cursor } from './cursor.js';
import { UnreadableEntryError } from './unreadable-entry-error.js';

/** How much is to be read, if so much waits: whichever is reached first. */
export interface Wanted {
  readonly events: number;
  /** In a report. */
  readonly bytes: number;
}

/** Takes in entries as they are read, in order. */
export interface EntryTaker {
  /** The head of the buffer. */
  readonly cursor: Cursor;
  /** The last entry that it took in, behind which to read on. */
  readonly lastEntry: string | undefined;
  /** The events that it took in and that are not settled, and their bytes in a report. */
  readonly events: number;
  readonly bytes: number;
  add(entries: readonly Entry[]): void;
}

export const FULL_REPORT: Wanted = { events: REPORT_EVENTS_MAX, bytes: Infinity };

/** Enough for a full report where collectors are busy, and few where entries are large. */
const FIRST_READ_ENTRIES = 16;
/** The same where the last entries of the buffer were small. */
const FIRST_READ_SMALL_ENTRIES = 64;
const SMALL_ENTRY_BYTES = 4096;
/** Entries whose size nobody knows that one command may ask for: each has at most 320 KiB. */
const READ_ENTRIES_MAX = 256;

/** Reads a buffer for one drain. */
export class BufferReader {
  readonly #redis: Pick<BufferRedis, 'xrangeBuffer' | 'hmget'>;
  readonly #keys: Pick<TargetKeys, 'events' | 'target'>;
  readonly #epoch: string;
  readonly #heard: (control: string | undefined) => void;
  readonly #now: () => number;
  /** Events and bytes per entry, as last seen, to estimate how many entries to read. */
  #entryEvents = 1;
  #entryBytes = 1;
  #firstRead = FIRST_READ_ENTRIES;
  /** So many entries from the head on were read before. */
  #known = 0;

  /** @param heard learns with each read what an operator wants of the target. @param now by Redis's clock. */
  constructor(
    redis: Pick<BufferRedis, 'xrangeBuffer' | 'hmget'>,
    keys: Pick<TargetKeys, 'events' | 'target'>,
    epoch: string,
    heard: (control: string | undefined) => void,
    now: () => number,
  ) {
    this.#redis = redis;
    this.#keys = keys;
    this.#epoch = epoch;
    this.#heard = heard;
    this.#now = now;
  }

  /** So many entries were read and let go: they are read again in one command. */
  expects(entries: number): void {
    this.#known = entries;
  }

  /**
   * Reads on until `into` has what is wanted, or all that waits.
   *
   * @throws {UnreadableEntryError} when the next entry is of a format that this version does not
   * know; what is before it stays readable.
   */
  async read(into: EntryTaker, wanted: Wanted): Promise<void> {
    let max = this.#firstRead;
    if (into.lastEntry === undefined) {
      max += this.#known;
      this.#known = 0;
    }
    // The size of the next entries is unknown, so each read asks for at most twice as many as the last.
    for (; into.events < wanted.events && into.bytes < wanted.bytes; max = nextMax(max)) {
      const ofEvents = (wanted.events - into.events) / this.#entryEvents;
      const ofBytes = (wanted.bytes - into.bytes) / this.#entryBytes;
      const count = Math.min(Math.ceil(Math.min(ofEvents, ofBytes)), max);
      const { lastEntry, cursor } = into;
      const rows = await this.#rows(
        lastEntry === undefined ? cursor.entry : `(${lastEntry}`,
        count,
      );
      const entries = this.#entriesOf(rows, into);
      into.add(entries);
      this.#seen(entries);
      if (rows.length < count || entries.length < rows.length) break;
    }
  }

  /**
   * Reads on, as long as no other drain has started and Redis has not lost this one. The epoch is checked after
   * the read in the same step, so that what was read counts.
   */
  async #rows(from: string, count: number): Promise<[Buffer, Buffer[]][]> {
    const [rows, [epoch, control]] = await Promise.all([
      this.#redis.xrangeBuffer(this.#keys.events, from, '+', 'COUNT', count),
      this.#redis.hmget(this.#keys.target, 'drain', 'control'),
    ]);
    if (epoch !== this.#epoch) return [];
    this.#heard(control ?? undefined);
    return rows;
  }

  #seen(entries: readonly Entry[]): void {
    if (entries.length === 0) return;
    const events = meanOf(entries, ({ count }) => count);
    const bytes = meanOf(entries, ({ fragments }) => fragments.length);
    this.#entryEvents = Math.max(1, events);
    this.#entryBytes = Math.max(1, bytes);
    this.#firstRead = bytes <= SMALL_ENTRY_BYTES ? FIRST_READ_SMALL_ENTRIES : FIRST_READ_ENTRIES;
  }

  #entriesOf(rows: readonly [Buffer, Buffer[]][], { events }: EntryTaker): Entry[] {
    const entries: Entry[] = [];
    const now = this.#now();
    for (const row of rows) {
      const entry = entryOf(row, undefined, now);
      if (entry === undefined) {
        // The entries before it are good, and must go first.
        if (entries.length > 0 || events > 0) break;
        throw new UnreadableEntryError(row[0].toString('latin1'));
      }
      entries.push(entry);
    }
    return entries;
  }
}

function nextMax(max: number): number {
  return max >= READ_ENTRIES_MAX ? READ_ENTRIES_MAX : Math.min(max * 2, READ_ENTRIES_MAX);
}

function meanOf(entries: readonly Entry[], of: (entry: Entry) => number): number {
  return entries.reduce((sum, entry) => sum + of(entry), 0) / entries.length;
}
