import { suggestedType } from '#config';
import { EVENT_TYPES, type LiveEvent } from '#live-event';
import type {
  ConnectionListener,
  EventSink,
  FrameSink,
  Hearing,
  ProblemPlace,
  RoomState,
} from '#source';

/** What is wrong with one element of a push. */
export interface PushProblem extends Partial<ProblemPlace> {
  /** Counted from 0. */
  readonly index: number;
  readonly problem: string;
}

/** What became of the elements of one push. */
export interface PushAccount {
  /** What the platform expects to read: `okBody` of its source. */
  readonly result?: number;
  /** Elements that were understood and taken. */
  readonly accepted?: number;
  /** Elements that were understood and are of no interest. */
  readonly ignored?: number;
  /** The elements that were not understood, counted from 0; the first hundred. */
  readonly problems?: readonly PushProblem[];
  /** How many more elements were not understood. */
  readonly moreProblems?: number;
}

const PROBLEMS_MAX = 100;
/** Kinds of ignored frames that are no mistake of the sender. */
const IN_ORDER = new Set(['streak', 'no-gift', 'empty', 'keep-alive']);

export interface PushSinkParts {
  readonly sink: EventSink;
  readonly listener: ConnectionListener;
  readonly hearing: Hearing;
  readonly receivedAt: number;
  /** Whether an element of an unknown kind is a mistake of its sender. */
  readonly unknownKindIsProblem: boolean;
}

/** Passes on the events of one push, and records what became of each of its elements. */
export class PushSink implements FrameSink {
  readonly #parts: PushSinkParts;
  readonly #problems: PushProblem[] = [];
  #moreProblems = 0;
  #accepted = 0;
  #ignored = 0;
  #element: number | undefined;
  #isCounted = false;

  constructor(parts: PushSinkParts) {
    this.#parts = parts;
  }

  /** Whether every element was understood. */
  get isFaultless(): boolean {
    return this.#problems.length === 0;
  }

  /** How many elements are accounted for. */
  get items(): number {
    return this.#accepted + this.#ignored + this.#problems.length + this.#moreProblems;
  }

  /** The account for the sender. */
  account(): PushAccount {
    return {
      accepted: this.#accepted,
      ...(this.#ignored === 0 ? {} : { ignored: this.#ignored }),
      ...(this.isFaultless ? {} : { problems: this.#problems }),
      ...(this.#moreProblems === 0 ? {} : { moreProblems: this.#moreProblems }),
    };
  }

  element(index: number): void {
    this.#element = index;
    this.#isCounted = false;
  }

  event(event: LiveEvent, counted?: string): void {
    // A paid message is one element and gives two events.
    if (this.#element === undefined || !this.#isCounted) this.#accepted++;
    this.#isCounted = true;
    this.#parts.hearing.event(event);
    this.#parts.sink.event(event, this.#parts.receivedAt, false, counted);
  }

  ignored(kind: string): void {
    this.#parts.hearing.ignored(kind);
    this.#parts.listener.ignored(kind);
    if (this.#parts.unknownKindIsProblem && !IN_ORDER.has(kind)) {
      const nearest = suggestedType(kind, EVENT_TYPES);
      this.#problem('unknown-type', {
        field: 'type',
        ...(nearest === undefined ? {} : { nearest }),
      });
    } else this.#ignored++;
  }

  malformed(problem: string, place?: ProblemPlace): void {
    this.#parts.hearing.malformed();
    this.#parts.listener.malformed(problem);
    this.#problem(problem, place);
  }

  room(state: RoomState, wayOut?: string): void {
    this.#parts.hearing.room(state, wayOut);
  }

  #problem(problem: string, place?: ProblemPlace): void {
    if (this.#problems.length === PROBLEMS_MAX) this.#moreProblems++;
    else this.#problems.push({ index: this.#element ?? 0, problem, ...place });
  }
}
