import assert from 'node:assert';
import { eventCodeOf, type EventClass, type EventType } from '#live-event';

/**
 * One entry of the buffer: up to {@link ENTRY_EVENTS_MAX} events of one bridge, in order.
 *
 * In Redis an entry has two fields, and a third one, `c`, where its events had waited to be chosen. `d` holds
 * the events' JSON fragments, each followed by a comma, so that a report is built by joining bytes. `h` is the
 * header, little-endian:
 *
 * | offset | size | what |
 * |---|---|---|
 * | 0 | 1 | format version, {@link ENTRY_VERSION} |
 * | 1 | 1 | b, the length of the bridge's name |
 * | 2 | 8 | time of receipt of the oldest event, ms since 1970, as a double |
 * | 10 | b | the bridge's name, ASCII |
 * | 10 + b | 8 each | per event: u32 length of its fragment with the comma, u8 type (`eventCodeOf`), u24 ms after the oldest |
 *
 * The append script reads the header too: a change here is a new version there, and a reader
 * must go on reading the version before it.
 */
export interface Entry {
  /** The id that Redis gave it. */
  readonly id: string;
  readonly bridge: string;
  readonly receivedAt: number;
  /** When its events were chosen, where they waited for that, in ms since 1970. */
  readonly chosenAt?: number;
  /** How many events it holds. */
  readonly count: number;
  readonly header: Buffer;
  readonly fragments: Buffer;
}

export const ENTRY_VERSION = 1;
/**
 * The lanes in which events wait to be chosen, in the order of their entries' versions, from 2 on.
 * The facts by which an event is chosen follow its fragment: see candidate.ts.
 */
export const CHOOSING_LANES = ['comments', 'entries', 'gifts'] as const;
export type ChoosingLane = (typeof CHOOSING_LANES)[number];

/** The version of a lane's entries; without a lane, that of entries to be reported unchanged. */
export function versionOf(lane?: ChoosingLane): number {
  return lane === undefined ? ENTRY_VERSION : ENTRY_VERSION + 1 + CHOOSING_LANES.indexOf(lane);
}

/** A tenth of the largest report, so that cutting a report is cheap. */
export const ENTRY_EVENTS_MAX = 100;
export const HEADER_FIXED_BYTES = 10;
export const HEADER_EVENT_BYTES = 8;
const DELTA_MAX = 0xff_ff_ff;
/** What ends each event of an entry, as in the list of a report. */
export const COMMA = 0x2c;

/** Reads an entry; `undefined` if this version does not know its format, or it is damaged. */
export function readEntry(
  id: string,
  header: Buffer,
  fragments: Buffer,
  lane?: ChoosingLane,
): Entry | undefined {
  if (header.length < HEADER_FIXED_BYTES || header[0] !== versionOf(lane)) return undefined;
  // Cut off: no report could be built of it. In a lane the facts for choosing come last.
  if (lane === undefined && fragments[fragments.length - 1] !== COMMA) return undefined;
  const nameBytes = header[1]!;
  const eventsAt = HEADER_FIXED_BYTES + nameBytes;
  const count = (header.length - eventsAt) / HEADER_EVENT_BYTES;
  if (!Number.isInteger(count) || count < 1) return undefined;
  const bridge = header.toString('latin1', HEADER_FIXED_BYTES, eventsAt);
  return { id, bridge, receivedAt: header.readDoubleLE(2), count, header, fragments };
}

/**
 * Reads a row of `XRANGE`; see {@link readEntry}.
 *
 * @param now by Redis's clock, in ms since 1970; absent: not known.
 */
export function entryOf(
  [id, fields]: [Buffer, Buffer[]],
  lane?: ChoosingLane,
  now = Infinity,
): Entry | undefined {
  const entry = readEntry(id.toString('latin1'), fieldOf(fields, 'h'), fieldOf(fields, 'd'), lane);
  if (entry === undefined) return undefined;
  const bounded = withBoundedTime(entry, now);
  // Most have two fields, and no name is to be compared in vain.
  const isChosen = fields.length > 4 && fieldOf(fields, 'c').length > 0;
  return isChosen ? { ...bounded, chosenAt: Number.parseInt(entry.id, 10) } : bounded;
}

/** The longest time from an event's receipt to its append, in ms, with some slack. */
export const BEFORE_APPEND_MS_MAX = 35_000;
/**
 * An id this far ahead of Redis's clock, in ms, is of no time: ids never go back where the clock does. More than a
 * drain may be behind that clock before it begins anew: its first answer may have waited, or the clock been set a bit.
 */
export const ID_AHEAD_MS_MAX = 15_000;

/**
 * Bounds the time of receipt, which is by the collector's clock, by the time of the append, which
 * is by Redis's clock in the entry's id. If it is later than that, or much earlier, the collector's
 * clock was wrong, and the time of the append replaces it. Where that is not known, the collector's is all there is.
 */
function withBoundedTime(entry: Entry, now: number): Entry {
  const appendedAt = Number.parseInt(entry.id, 10);
  if (appendedAt > now + ID_AHEAD_MS_MAX) {
    return entry.receivedAt <= now ? entry : { ...entry, receivedAt: now };
  }
  const beforeMs = appendedAt - entry.receivedAt;
  if (beforeMs >= 0 && beforeMs <= BEFORE_APPEND_MS_MAX) return entry;
  return { ...entry, receivedAt: appendedAt };
}

function fieldOf(fields: Buffer[], name: string): Buffer {
  for (let i = 0; i < fields.length; i += 2) {
    if (fields[i]!.toString('latin1') === name) return fields[i + 1]!;
  }
  return EMPTY;
}

const EMPTY = Buffer.alloc(0);

/** The bytes of one event's fragment, its comma included. */
export function fragmentLength(entry: Entry, index: number): number {
  return entry.header.readUInt32LE(eventAt(entry, index));
}

/** Where one event's fragment begins. */
export function byteOffset(entry: Entry, index: number): number {
  let offset = 0;
  for (let i = 0; i < index; i++) offset += fragmentLength(entry, i);
  return offset;
}

/** The code of one event's type: see `eventTypeOf` and `classOfCode`. */
export function typeCode(entry: Entry, index: number): number {
  return entry.header[eventAt(entry, index) + 4]!;
}

/** When one event was received, in ms. */
export function receivedAt(entry: Entry, index: number): number {
  return entry.receivedAt + entry.header.readUIntLE(eventAt(entry, index) + 5, 3);
}

function eventAt(entry: Entry, index: number): number {
  return entry.header.length - (entry.count - index) * HEADER_EVENT_BYTES;
}

/** Whether an entry can hold the name of a bridge. */
export function isBridgeName(name: unknown): name is string {
  return typeof name === 'string' && /^[ -~]{1,255}$/u.test(name);
}

/** Writes headers; one writer per bridge, for all its chunks. */
export class HeaderWriter {
  readonly #name: Buffer;

  readonly #version: number;

  constructor(bridge: string, lane?: ChoosingLane) {
    this.#version = versionOf(lane);
    assert(isBridgeName(bridge), 'The name of a bridge is 1 to 255 ASCII characters.');
    this.#name = Buffer.from(bridge, 'latin1');
  }

  /** The size of a header for this many events, in bytes. */
  bytes(count: number): number {
    return HEADER_FIXED_BYTES + this.#name.length + count * HEADER_EVENT_BYTES;
  }

  /** Writes everything except the events, which {@link writeEvent} adds. */
  start(header: Buffer, oldestAt: number): void {
    header[0] = this.#version;
    header[1] = this.#name.length;
    header.writeDoubleLE(oldestAt, 2);
    this.#name.copy(header, HEADER_FIXED_BYTES);
  }

  /** @param eventClass of a `raw` event, if it differs from the type's. */
  writeEvent(
    header: Buffer,
    index: number,
    type: EventType,
    bytes: number,
    afterMs: number,
    eventClass?: EventClass,
  ): void {
    const at = HEADER_FIXED_BYTES + this.#name.length + index * HEADER_EVENT_BYTES;
    header.writeUInt32LE(bytes, at);
    header[at + 4] = eventCodeOf(type, eventClass);
    header.writeUIntLE(Math.min(DELTA_MAX, Math.max(0, afterMs)), at + 5, 3);
  }
}
