import { ChunkBuilder, type IdHasher, type NewEntry } from '#event-buffer';
import { CLASS_OF, cleanText, type EventType, type LiveEvent } from '#live-event';
import type { EventSink } from '#source';
import type { EventFilter } from './event-filter.js';
import type { ReplayGuard } from './replay-guard.js';
import type { SpillBudget } from './spill-budget.js';

export interface IntakeOwner {
  /** A chunk is full. */
  filled(entry: NewEntry): void;
  /** Something is here now and was not before: take it within a few milliseconds. */
  stirred(): void;
}

/** What passed an intake since it was last asked. */
export interface IntakeTally {
  readonly received: ReadonlyMap<EventType, number>;
  /** What was dropped here, by reason. */
  readonly dropped: ReadonlyMap<string, number>;
}

/**
 * Where the events of one bridge come in: filtered, compared with what a reconnect repeats,
 * bounded, and encoded once. Runs for every event, so it makes no promise, no timer and no
 * object for one.
 */
export class Intake implements EventSink {
  #filter: EventFilter;
  readonly #guard: ReplayGuard;
  readonly #budget: SpillBudget;
  readonly #chunk: ChunkBuilder;
  readonly #owner: IntakeOwner;
  #textLengthMax: number;
  readonly #received = new Map<EventType, number>();
  #dropped = new Map<string, number>();
  #stirred = false;

  constructor(
    bridge: { readonly name: string; readonly maxTextLength: number },
    parts: { filter: EventFilter; guard: ReplayGuard; budget: SpillBudget; hasher: IdHasher },
    owner: IntakeOwner,
  ) {
    this.#filter = parts.filter;
    this.#guard = parts.guard;
    this.#budget = parts.budget;
    this.#chunk = new ChunkBuilder(bridge.name, parts.hasher);
    this.#owner = owner;
    this.#textLengthMax = bridge.maxTextLength;
  }

  /** From the next event on. */
  refilter(filter: EventFilter, textLengthMax: number): void {
    this.#filter = filter;
    this.#textLengthMax = textLengthMax;
  }

  event(event: LiveEvent, receivedAt: number): void {
    this.#received.set(event.type, (this.#received.get(event.type) ?? 0) + 1);
    const reason = this.#take(event, receivedAt);
    if (reason !== undefined) this.#dropped.set(reason, (this.#dropped.get(reason) ?? 0) + 1);
    if (!this.#stirred) {
      this.#stirred = true;
      this.#owner.stirred();
    }
  }

  /** What was gathered and is not full yet. */
  takeChunk(): NewEntry | undefined {
    this.#stirred = false;
    return this.#chunk.count > 0 ? this.#chunk.take() : undefined;
  }

  /** What passed since the last call. */
  takeTally(): IntakeTally {
    const received = new Map(this.#received);
    const dropped = this.#dropped;
    this.#received.clear();
    if (dropped.size > 0) this.#dropped = new Map();
    return { received, dropped };
  }

  #take(event: LiveEvent, receivedAt: number): string | undefined {
    const unwanted =
      this.#filter.reasonAgainst(event, receivedAt) ?? this.#guard.reasonAgainst(event, receivedAt);
    if (unwanted !== undefined) return unwanted;
    const eventClass = event.type === 'raw' ? event.class : CLASS_OF[event.type];
    if (!this.#budget.admits(eventClass)) return `spill_${eventClass}`;
    const outcome = this.#chunk.add(this.#bounded(event), receivedAt);
    if (outcome === 'duplicate') return 'duplicate';
    if (this.#chunk.isFull) this.#owner.filled(this.#chunk.take());
    return undefined;
  }

  #bounded(event: LiveEvent): LiveEvent {
    if (event.type !== 'comment' || event.text.length <= this.#textLengthMax) return event;
    return { ...event, text: cleanText(event.text, this.#textLengthMax) };
  }
}
