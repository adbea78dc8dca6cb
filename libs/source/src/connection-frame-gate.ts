import type { LiveEvent } from '#live-event';
import type { ConnectionListener, EventSink } from './connection-listener.js';
import type { FrameSink } from './frame.js';
import type { Hearing } from './hearing.js';
import type { RoomState } from './hearing-terms.js';
import type { Session, SourceProtocol } from './source-protocol.js';

/**
 * The way of one connection's frames: bounds their size, gives them to the protocol and hands on
 * what it makes of them. One object for all frames, so that a frame costs no allocation but its
 * own text. Once shut, it lets nothing through, not even the rest of the frame in hand.
 */
export class FrameGate implements FrameSink {
  shut = false;
  /** When the frame in hand arrived, in ms since 1970. */
  #receivedAt = 0;
  /** What the frame in hand turned out to hold. */
  #items = 0;

  constructor(
    private readonly protocol: SourceProtocol,
    private readonly sink: EventSink,
    private readonly listener: ConnectionListener,
    private readonly hearing: Hearing,
    private readonly limits: { readonly frameBytesMax: number; readonly wallClock: () => number },
  ) {}

  /** @returns how many events, and parts that are none, it held. */
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
    this.#receivedAt = this.limits.wallClock();
    try {
      this.protocol.frame(isBinary ? frame : frame.toString(), session, this);
    } catch {
      // Its message may quote what a viewer wrote.
      this.malformed('protocol-threw');
    }
    this.hearing.frame(this.#receivedAt);
    return this.#items;
  }

  event(event: LiveEvent): void {
    this.#items++;
    if (this.shut) return;
    this.hearing.event(event);
    this.sink.event(event, this.#receivedAt);
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

  room(state: RoomState, wayOut?: string): void {
    if (!this.shut) this.hearing.room(state, wayOut);
  }
}
