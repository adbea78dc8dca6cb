import type { LiveEvent } from '#live-event';
import type { ConnectionListener, EventSink } from './listener.js';
import { DECODER_THREW, type FrameSink } from '../frame.js';
import type { KeptFrames } from '../kept-frames.js';
import type { Hearing } from '../hearing.js';
import type { RoomState } from '../hearing-terms.js';
import type { Session, SourceProtocol } from '../source-protocol.js';

/** A frame, and its time of receipt. */
interface KeptFrame {
  readonly frame: Buffer;
  readonly isBinary: boolean;
  readonly session: Session;
  readonly receivedAt: number;
}

export interface FrameGateParts {
  readonly protocol: SourceProtocol;
  readonly sink: EventSink;
  readonly listener: ConnectionListener;
  readonly hearing: Hearing;
  readonly kept: KeptFrames;
  readonly options: { readonly frameBytesMax: number; readonly wallClock: () => number };
}

/**
 * Receives the frames of one connection: bounds their size, gives them to the protocol and hands on
 * the events. One object serves all frames, so that a frame costs no allocation except its own
 * text. Once shut, it lets nothing through, not even the rest of the current frame.
 */
export class FrameGate implements FrameSink {
  shut = false;
  /**
   * Whether the platform has accepted the connection: frames from then on may be kept for later.
   */
  isReady = false;
  /** Whether the current frame was kept while another process reported the events. */
  #wasKept = false;
  /** When the current frame arrived, in ms since 1970. */
  #receivedAt = 0;
  /** How many items the current frame has held so far. */
  #items = 0;
  private readonly protocol: SourceProtocol;
  private readonly sink: EventSink;
  private readonly listener: ConnectionListener;
  private readonly hearing: Hearing;
  private readonly kept: KeptFrames;
  private readonly limits: FrameGateParts['options'];

  constructor({ protocol, sink, listener, hearing, kept, options }: FrameGateParts) {
    this.protocol = protocol;
    this.sink = sink;
    this.listener = listener;
    this.hearing = hearing;
    this.kept = kept;
    this.limits = options;
  }

  /** @returns how many events, and parts that are no events, it held. */
  receive(frame: Buffer, isBinary: boolean, session: Session): number {
    this.#items = 0;
    if (this.shut) return 0;
    this.listener.received(frame.length);
    if (frame.length > this.limits.frameBytesMax) {
      this.hearing.malformed();
      this.hearing.frame(this.limits.wallClock());
      this.listener.tooLarge(frame.length);
      return 0;
    }
    const receivedAt = this.limits.wallClock();
    if (this.isReady && this.kept.isKeeping) {
      this.kept.keep({ gate: this, frame, isBinary, session, receivedAt });
      return 0;
    }
    this.#decode(frame, isBinary, session, receivedAt);
    return this.#items;
  }

  /**
   * Hands on a kept frame, even if its connection has ended meanwhile.
   * @param wasTold whether another process has reported its events; those with an id are handed on
   *   again, and are matched by it.
   */
  tell({ frame, isBinary, session, receivedAt }: KeptFrame, wasTold = true): void {
    const { shut } = this;
    this.shut = false;
    this.#wasKept = wasTold;
    this.#decode(frame, isBinary, session, receivedAt);
    this.#wasKept = false;
    this.shut ||= shut;
  }

  #decode(frame: Buffer, isBinary: boolean, session: Session, receivedAt: number): void {
    this.#receivedAt = receivedAt;
    try {
      this.protocol.frame(isBinary ? frame : frame.toString(), session, this);
    } catch {
      this.malformed(DECODER_THREW);
    }
    this.hearing.frame(receivedAt);
  }

  event(event: LiveEvent, counted?: string): void {
    this.#items++;
    if (this.shut) return;
    this.hearing.event(event);
    this.sink.event(event, this.#receivedAt, this.#wasKept, counted);
  }

  ignored(kind: string): void {
    this.#items++;
    if (this.shut) return;
    this.hearing.ignored(kind);
    this.listener.ignored(kind);
  }

  malformed(problem: string): void {
    this.#items++;
    if (this.shut) return;
    this.hearing.malformed();
    this.listener.malformed(problem);
  }

  answered(): void {
    if (!this.shut) this.hearing.answered();
  }

  room(state: RoomState, wayOut?: string): void {
    if (!this.shut) this.hearing.room(state, wayOut);
  }
}
