import {
  ChunkBuilder,
  eventKey,
  writeStanding,
  type ChoosingLane,
  type IdHasher,
  type NewEntry,
} from '#event-buffer';
import { CLASS_OF, cleanText, type DropReason, type EventType, type LiveEvent } from '#live-event';
import type { EventSink } from '#source';
import type { EventChooser, ChoiceOffer } from '../../choosing/event-chooser.js';
import type { BridgeTrail } from '../../trail/trail-writer.js';
import type { EventFilter } from './event-filter.js';
import type { ReplayGuard } from './replay-guard.js';
import type { SpillBudget } from '../../buffer/spill-budget.js';

export interface IntakeOwner {
  /** A chunk is full. */
  filled(entry: NewEntry): void;
  /** The intake is no longer empty: to be flushed within a few milliseconds. */
  stirred(): void;
}

/** The counts of an intake since they were last taken. */
export interface IntakeTally {
  readonly received: readonly (readonly [type: EventType, count: number])[];
  /** What was dropped here, by reason. */
  readonly dropped: ReadonlyMap<DropReason, number>;
}

/**
 * Takes the events of one bridge in: filters them, compares them with what a reconnect repeats,
 * bounds them, and encodes them once. Runs for every event, so it creates no promise, timer or
 * object for one.
 */
export class Intake implements EventSink {
  #filter: EventFilter;
  #chooser: EventChooser | undefined;
  readonly #guard: ReplayGuard;
  readonly #budget: SpillBudget;
  readonly #chunk: ChunkBuilder;
  /** Chunks of events that wait to be chosen. */
  readonly #lanes = new Map<ChoosingLane, ChunkBuilder>();
  readonly #laneOf: (lane: ChoosingLane) => ChunkBuilder;
  readonly #owner: IntakeOwner;
  #trail: BridgeTrail | undefined;
  #textLengthMax: number;
  readonly #received = new Map<EventType, number>();
  #dropped = new Map<DropReason, number>();
  #stirred = false;

  constructor(
    bridge: { readonly name: string; readonly maxTextLength: number },
    parts: {
      filter: EventFilter;
      guard: ReplayGuard;
      budget: SpillBudget;
      hasher: IdHasher;
      chooser?: EventChooser | undefined;
      trail?: BridgeTrail | undefined;
    },
    owner: IntakeOwner,
  ) {
    this.#filter = parts.filter;
    this.#guard = parts.guard;
    this.#chooser = parts.chooser;
    this.#trail = parts.trail;
    this.#laneOf = (lane) => new ChunkBuilder(bridge.name, parts.hasher, lane);
    this.#budget = parts.budget;
    this.#chunk = new ChunkBuilder(bridge.name, parts.hasher);
    this.#owner = owner;
    this.#textLengthMax = bridge.maxTextLength;
  }

  /** Applies another filter from the next event on. */
  refilter(
    filter: EventFilter,
    textLengthMax: number,
    chooser?: EventChooser,
    trail?: BridgeTrail,
  ): void {
    this.#filter = filter;
    this.#chooser = chooser;
    this.#trail = trail;
    this.#textLengthMax = textLengthMax;
  }

  event(event: LiveEvent, receivedAt: number, isOverlap = false, counted?: string): void {
    this.#received.set(event.type, (this.#received.get(event.type) ?? 0) + 1);
    // During an overlap the holder before has told it as well; without an id it would not be known that
    // it is the same.
    const isTold = isOverlap && event.id === undefined;
    const reason = isTold ? 'duplicate' : this.#take(event, receivedAt, counted);
    if (reason !== undefined) this.#trail?.came(event, receivedAt, noKey, reason, '');
    if (reason !== undefined) this.#dropped.set(reason, (this.#dropped.get(reason) ?? 0) + 1);
    if (!this.#stirred) {
      this.#stirred = true;
      this.#owner.stirred();
    }
  }

  /** Takes the chunks that are not full yet, one a call. */
  takeChunk(): NewEntry | undefined {
    this.#stirred = false;
    if (this.#chunk.count > 0) return this.#chunk.take();
    for (const chunk of this.#lanes.values()) if (chunk.count > 0) return chunk.take();
    return undefined;
  }

  /** Takes the counts since the last call. */
  takeTally(): IntakeTally {
    const received: [EventType, number][] = [];
    for (const [type, count] of this.#received) {
      if (count === 0) continue;
      received.push([type, count]);
      // Not cleared: that makes a new table, which the dead one keeps alive until all is collected.
      this.#received.set(type, 0);
    }
    const dropped = this.#dropped;
    if (dropped.size > 0) this.#dropped = new Map();
    return { received, dropped };
  }

  #take(event: LiveEvent, receivedAt: number, counted?: string): DropReason | undefined {
    const unwanted =
      this.#filter.reasonAgainst(event, receivedAt) ??
      this.#guard.reasonAgainst(event, receivedAt, counted);
    if (unwanted !== undefined) return unwanted;
    const eventClass = event.type === 'raw' ? event.class : CLASS_OF[event.type];
    if (!this.#budget.admits(eventClass)) return `spill_${eventClass}`;
    if (this.#chooser === undefined) return this.#add({ event }, receivedAt);
    const offer = this.#chooser.offer(event, receivedAt);
    return typeof offer === 'string' ? offer : this.#add(offer, receivedAt, event);
  }

  /** @param original the event as the viewer wrote it: choosing may cut something off. */
  #add(offer: ChoiceOffer, receivedAt: number, original = offer.event): DropReason | undefined {
    const { event, lane, standing } = offer;
    if (lane !== undefined && standing !== undefined) {
      return this.#addCandidate(offer, lane, receivedAt, original);
    }
    const bounded = this.#bounded(event);
    const outcome = this.#chunk.add(bounded, receivedAt);
    if (outcome === 'duplicate') return 'duplicate';
    const chunk = this.#chunk;
    this.#trail?.came(original, receivedAt, () => eventKey(chunk.lastFragment), '', '', bounded);
    if (this.#chunk.isFull) this.#owner.filled(this.#chunk.take());
    return undefined;
  }

  #addCandidate(
    { event, standing }: ChoiceOffer,
    lane: ChoosingLane,
    receivedAt: number,
    original: LiveEvent,
  ): DropReason | undefined {
    const trailer = writeStanding(standing!);
    let chunk = this.#lanes.get(lane);
    if (chunk === undefined) {
      chunk = this.#laneOf(lane);
      this.#lanes.set(lane, chunk);
    }
    const bounded = this.#bounded(event);
    if (chunk.add(bounded, receivedAt, trailer) === 'duplicate') return 'duplicate';
    const { lastFragment } = chunk;
    this.#trail?.came(original, receivedAt, () => eventKey(lastFragment), '', lane, bounded);
    // Gifts are chosen one by one, so each is an entry.
    if (chunk.isFull || lane === 'gifts') this.#owner.filled(chunk.take());
    return undefined;
  }

  #bounded(event: LiveEvent): LiveEvent {
    if (event.type !== 'comment' || event.text.length <= this.#textLengthMax) return event;
    return { ...event, text: cleanText(event.text, this.#textLengthMax) };
  }
}

const noKey = (): string => '';
