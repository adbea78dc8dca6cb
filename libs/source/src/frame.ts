import type { LiveEvent } from '#live-event';
import type { RoomState } from './hearing-terms.js';
import type { StreakCounter } from './streaks/streak-counter.js';

/** A raw message of a platform: text frames as a string, binary ones as a Buffer. */
export type Frame = string | Buffer;

/** The place of the problem within an element. Never a label, and never logged. */
export interface ProblemPlace {
  /** A path with dots, at most 64 characters; as it was sent if it is unknown. */
  readonly field: string;
  /** The known field that was probably meant. */
  readonly nearest?: string | undefined;
}

/**
 * The problem of a frame on which the decoder threw, which none may: it costs that frame alone. The
 * error is not told, since it may quote a viewer.
 */
export const DECODER_THREW = 'decoder-threw';

/** Receives the content of a frame. Methods never throw and are cheap to call. */
export interface FrameSink {
  /**
   * The next calls concern this element of the frame, counted from 0. Called by decoders of formats
   * that people write themselves, if a frame may hold several elements.
   */
  element?(index: number): void;
  /**
   * A viewer did something. The order is the platform's.
   * @param counted of a gift in a streak: which count of which streak it is. Where there are no ids,
   *   it tells the gifts of a streak apart, which look alike.
   */
  event(event: LiveEvent, counted?: string): void;
  /**
   * Understood, but of no interest to a virtual human (a share, a moderation notice).
   * @param kind the platform's name for it, at most some 100 characters. It comes from the
   *   platform: never a metric label.
   */
  ignored(kind: string): void;
  /**
   * The platform reports this state of the room; the frame is counted separately. Called as often
   * as the platform reports it.
   * @param wayOut a sentence of ours, if there is one for this state.
   */
  room?(state: RoomState, wayOut?: string): void;

  /** The platform has answered us, which says nothing about the room. */
  answered?(): void;
  /**
   * Not understood; the frame, or this part of it, is skipped.
   * @param problem one of a closed set that the code names, with nothing of the frame in it.
   * @param place the field concerned, only for the sender: it may be the sender's own key.
   */
  malformed(problem: string, place?: ProblemPlace): void;
}

/**
 * Turns frames into events. Pure except for state that spans frames (gift streaks), which is
 * bounded. Promises: never throws and never stalls, whatever the frame holds; calls the sink before
 * it returns; one bad element of a frame does not cost the others.
 */
export interface FrameDecoder {
  /** Counts the gift streaks of its platform; absent if the platform has none. */
  readonly streaks?: StreakCounter | undefined;

  /**
   * Whether a frame may continue a streak, as far as is cheap to tell; absent: if there are {@link
   * streaks}.
   */
  mayCount?(frame: Frame): boolean;

  decode(frame: Frame, sink: FrameSink): void;
}

/**
 * Decodes a frame as {@link FrameDecoder} promises, even where a decoder has a fault: the frame then
 * counts as not understood, and costs nothing else.
 */
export function decodeGuarded(decoder: FrameDecoder, frame: Frame, sink: FrameSink): void {
  try {
    decoder.decode(frame, sink);
  } catch {
    sink.malformed(DECODER_THREW);
  }
}
