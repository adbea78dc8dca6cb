import type { LiveEvent } from '#live-event';
import type { Frame, FrameDecoder, FrameSink, RoomState } from '#source';

/** A sink that keeps everything that it receives, in order. */
export class RecordingSink implements FrameSink {
  readonly events: LiveEvent[] = [];
  readonly ignoredKinds: string[] = [];
  readonly problems: string[] = [];
  readonly rooms: RoomState[] = [];

  event(event: LiveEvent): void {
    this.events.push(event);
  }

  ignored(kind: string): void {
    this.ignoredKinds.push(kind);
  }

  room(state: RoomState): void {
    this.rooms.push(state);
  }

  malformed(problem: string): void {
    this.problems.push(problem);
  }
}

/** The results of decoding some frames one after the other. */
export function decodeAll(decoder: FrameDecoder, ...frames: readonly Frame[]): RecordingSink {
  const sink = new RecordingSink();
  for (const frame of frames) decoder.decode(frame, sink);
  return sink;
}
