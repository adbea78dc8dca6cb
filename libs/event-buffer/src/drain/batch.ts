import {
  classOfCode,
  EVENT_CODE_MAX,
  eventTypeOf,
  REPORT_EVENTS_MAX,
  type DropReason,
  type EventClass,
  type EventType,
} from '#live-event';
import {
  keysOf,
  type BatchKeys,
  type PassedOver,
  type Segment,
  type Stretch,
} from './batch-keys.js';
import type { Cursor } from './cursor.js';
import { byteOffset, fragmentLength, receivedAt, typeCode } from '../append/entry.js';
import type { Entry } from '../append/entry.js';

/** What happens to one bridge's events when a batch is settled. */
export interface BridgeTally {
  /** Reported events by the code of their type (`eventTypeOf`); index 0 is unused. */
  readonly reported: number[];
  /** Passed without a report, by reason. */
  readonly dropped: Map<DropReason, number>;
  /** Refused one by one before: dead letters. */
  refused: number;
}

/** An event that MetaStudio refused on its own. */
export interface RefusedEvent {
  readonly bridge: string;
  readonly type: EventType | undefined;
  readonly class: EventClass;
  readonly receivedAt: number;
  readonly fragment: Buffer;
}

/** What settling a batch requires: small, so that it can be kept when the events are gone. */
export interface Settlement {
  /** The cursors before and after it. */
  readonly start: Cursor;
  readonly cursor: Cursor;
  /** The ids of the first and the last entry that it touches; absent if it is empty. */
  readonly span: readonly [first: string, last: string] | undefined;
  /** How many events no longer wait once it is settled. */
  readonly passed: number;
  readonly bridges: ReadonlyMap<string, BridgeTally>;
  readonly refused: readonly RefusedEvent[];
}

/**
 * A stretch of a buffer from its cursor on: the events to report, and those that it passes without a report.
 */
export interface Batch extends Settlement {
  /** How many events a report of it holds; 0: there is nothing to report. */
  readonly events: number;
  /** The bytes of their fragments. */
  readonly bytes: number;
  /** The offset of the first event of its report, counted from the cursor. */
  readonly offset: number;
  /** The events' JSON fragments in order, each followed by a comma. */
  fragments(): Buffer[];
  /**
   * The keys of its events (`eventKey`): of those reported, and by reason of the others.
   * @param named how many events of a stretch to name, from its first one on; of those passed over all are.
   */
  keys(named: (stretch: Stretch) => number): BatchKeys;
  /** When the oldest event of each class that a report holds was received, ms since 1970. */
  oldest(): ReadonlyMap<EventClass, number>;
  /** For each run of events: when the oldest was received, how many there are, and, if so, when they were chosen. */
  receipts(): Iterable<readonly [receivedAt: number, count: number, chosenAt?: number]>;
}

const PASSED_OVER_KEPT = 1000;

/** Builds a {@link Batch} from entries, in order. */
export class BatchBuilder implements Batch {
  readonly start: Cursor;
  cursor: Cursor;
  span: readonly [string, string] | undefined;
  events = 0;
  bytes = 0;
  passed = 0;
  readonly bridges = new Map<string, BridgeTally>();
  readonly refused: RefusedEvent[] = [];
  readonly #segments: Segment[] = [];
  readonly #passedOver: PassedOver[] = [];
  /** Where each bridge's latest viewer count is, since a later one replaces it. */
  readonly #viewers = new Map<string, { segment: Segment; index: number }>();
  #replaced: Map<Segment, Set<number>> | undefined;

  constructor(start: Cursor) {
    this.start = start;
    this.cursor = start;
  }

  /** Records that an entry is passed, in part or whole. */
  touch({ id }: Entry): void {
    this.span = [this.span?.[0] ?? id, id];
  }

  /** Whether there is no room for another event of this size. An empty batch always has room. */
  isFull(limits: { events: number; bytes: number }, nextBytes = 1): boolean {
    if (this.events === 0) return false;
    const eventsMax = Math.min(limits.events, REPORT_EVENTS_MAX);
    return this.events >= eventsMax || this.bytes + nextBytes > limits.bytes;
  }

  /** Takes a whole entry. */
  takeAll(entry: Entry): void {
    const toByte = entry.fragments.length;
    const offset = this.passed;
    const segment = { entry, from: 0, to: entry.count, fromByte: 0, toByte, offset };
    this.#segments.push(segment);
    this.#count(segment, 0, entry.count, toByte);
  }

  /** Takes one event. */
  take(entry: Entry, index: number): void {
    const bytes = fragmentLength(entry, index);
    let segment = this.#segments.at(-1);
    if (segment?.entry === entry && segment.to === index) {
      segment.to = index + 1;
      segment.toByte += bytes;
    } else {
      const fromByte = byteOffset(entry, index);
      const toByte = fromByte + bytes;
      segment = { entry, from: index, to: index + 1, fromByte, toByte, offset: this.passed };
      this.#segments.push(segment);
    }
    this.#count(segment, index, index + 1, bytes);
  }

  /** Passes an event without reporting it. */
  drop(entry: Entry, index: number, reason: DropReason): void {
    this.passed++;
    if (this.#passedOver.length < PASSED_OVER_KEPT) this.#passedOver.push([entry, index, reason]);
    const { dropped } = this.#tally(entry.bridge);
    dropped.set(reason, (dropped.get(reason) ?? 0) + 1);
  }

  /** Passes an event that MetaStudio refused. */
  refuse(entry: Entry, index: number): void {
    this.passed++;
    this.#tally(entry.bridge).refused++;
    const from = byteOffset(entry, index);
    // Without the comma that only a report needs.
    const fragment = entry.fragments.subarray(from, from + fragmentLength(entry, index) - 1);
    const code = typeCode(entry, index);
    this.refused.push({
      bridge: entry.bridge,
      type: eventTypeOf(code),
      class: classOfCode(code),
      receivedAt: receivedAt(entry, index),
      fragment,
    });
  }

  get offset(): number {
    for (const segment of this.#segments) {
      const { from, to, offset } = segment;
      const replaced = this.#replaced?.get(segment);
      for (let index = from; index < to; index++) {
        if (replaced?.has(index) !== true) return offset + index - from;
      }
    }
    return this.passed;
  }

  fragments(): Buffer[] {
    const parts: Buffer[] = [];
    for (const segment of this.#segments) {
      const { entry, fromByte, toByte } = segment;
      const replaced = this.#replaced?.get(segment);
      if (replaced === undefined) parts.push(entry.fragments.subarray(fromByte, toByte));
      else pushExcept(parts, segment, replaced);
    }
    return parts;
  }

  keys(named: (stretch: Stretch) => number): BatchKeys {
    return keysOf(this.#segments, this.#replaced, this.#passedOver, named);
  }

  oldest(): ReadonlyMap<EventClass, number> {
    const oldest = new Map<EventClass, number>();
    for (const { entry, from, to } of this.#segments) {
      for (let index = from; index < to; index++) {
        const eventClass = classOfCode(typeCode(entry, index));
        const at = receivedAt(entry, index);
        if (at < (oldest.get(eventClass) ?? Infinity)) oldest.set(eventClass, at);
      }
    }
    return oldest;
  }

  *receipts(): Iterable<readonly [number, number, number?]> {
    for (const segment of this.#segments) {
      const replaced = this.#replaced?.get(segment)?.size ?? 0;
      const count = segment.to - segment.from - replaced;
      const at = receivedAt(segment.entry, segment.from);
      const { chosenAt } = segment.entry;
      if (count > 0) yield chosenAt === undefined ? [at, count] : [at, count, chosenAt];
    }
  }

  #count(segment: Segment, from: number, to: number, bytes: number): void {
    const { entry } = segment;
    const { reported } = this.#tally(entry.bridge);
    for (let index = from; index < to; index++) {
      const code = typeCode(entry, index);
      reported[code] = (reported[code] ?? 0) + 1;
      if (code === VIEWERS_CODE) this.#replaceViewers(segment, index);
    }
    this.events += to - from;
    this.passed += to - from;
    this.bytes += bytes;
  }

  #replaceViewers(segment: Segment, index: number): void {
    const { bridge } = segment.entry;
    const earlier = this.#viewers.get(bridge);
    this.#viewers.set(bridge, { segment, index });
    if (earlier === undefined) return;
    this.#replaced ??= new Map();
    const replaced = this.#replaced.get(earlier.segment) ?? new Set();
    this.#replaced.set(earlier.segment, replaced.add(earlier.index));
    const { reported, dropped } = this.#tally(bridge);
    reported[VIEWERS_CODE]!--;
    dropped.set('superseded', (dropped.get('superseded') ?? 0) + 1);
    this.events--;
    this.bytes -= fragmentLength(earlier.segment.entry, earlier.index);
  }

  #tally(bridge: string): BridgeTally {
    let tally = this.bridges.get(bridge);
    if (tally === undefined) {
      tally = {
        reported: Array.from({ length: EVENT_CODE_MAX + 1 }, () => 0),
        dropped: new Map(),
        refused: 0,
      };
      this.bridges.set(bridge, tally);
    }
    return tally;
  }
}

const VIEWERS_CODE = 6;

function pushExcept(parts: Buffer[], segment: Segment, replaced: ReadonlySet<number>): void {
  const { entry, from, to } = segment;
  let at = segment.fromByte;
  for (let index = from; index < to; index++) {
    const end = at + fragmentLength(entry, index);
    if (!replaced.has(index)) parts.push(entry.fragments.subarray(at, end));
    at = end;
  }
}
