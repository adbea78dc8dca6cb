import type { LiveEvent } from '#live-event';
import type { RoomState } from './hearing-terms.js';
import type { StreakCounter } from './streaks/streak-counter.js';

/** A raw message of a platform: text frames as a string, binary ones as a Buffer. */
export type Frame = string | Buffer;

/** Where in an element the problem is. Never a label, and never logged. */
export interface ProblemPlace {
  /** A path with dots, at most 64 characters; as it was sent where it is not known. */
  readonly field: string;
  /** The known field that was probably meant. */
  readonly nearest?: string | undefined;
}

/** Receives the content of a frame. Methods never throw and are cheap to call. */
export interface FrameSink {
  /**
   * The next calls are about this element of the frame, counted from 0. Told where a frame may
   * hold several, by decoders of what people write themselves.
   */
  element?(index: number): void;
  /** A viewer did something. Order is the platform's order. */
  event(event: LiveEvent): void;
  /**
   * Understood, and of no interest to a virtual human (a share, a moderation notice).
   *
   * @param kind the platform's name for it, some 100 characters at most. It comes
   * from the platform: never a metric label.
   */
  ignored(kind: string): void;
  /**
   * The platform says this of the room, beside what is called for the frame. Told as often as the
   * platform says it.
   *
   * @param wayOut a sentence of ours, where there is one for this state.
   */
  room?(state: RoomState, wayOut?: string): void;

  /** The platform has answered us, which says nothing of what happens in the room. */
  answered?(): void;
  /**
   * Not understood; the frame, or this part of it, is skipped.
   *
   * @param problem one of a closed set that the code names, with nothing of the frame in it.
   * @param place which field it is about, for the sender alone: it may be the sender's own key.
   */
  malformed(problem: string, place?: ProblemPlace): void;
}

/**
 * Turns frames into events. Pure but for what spans frames (gift streaks), which is bounded.
 *
 * Promises: never throws and never stalls, whatever the frame holds; calls the sink before it
 * returns; one bad element of a frame does not cost the others.
 */
export interface FrameDecoder {
  /** Counts the gift streaks of its platform; absent where it tells none. */
  readonly streaks?: StreakCounter | undefined;

  /** Whether a frame may go on with a streak, as far as is cheap to tell; absent: where there are {@link streaks}. */
  mayCount?(frame: Frame): boolean;

  decode(frame: Frame, sink: FrameSink): void;
}
