import { parseJson, type Frame, type FrameDecoder, type FrameSink } from '#source';
import { dycastDialect } from './dycast.dialect.js';
import type { DycastMessage, DycastRoom } from './dycast.external.js';
import { WebcastNormaliser } from '../webcast/webcast.normaliser.js';

/** Decodes what dycast pushes: the room, once, and then frames of several messages. */
export class DycastDecoder implements FrameDecoder {
  readonly #normaliser = new WebcastNormaliser<DycastMessage>(dycastDialect);
  readonly streaks = this.#normaliser.streaks;

  decode(frame: Frame, sink: FrameSink): void {
    const content = parseJson(typeof frame === 'string' ? frame : frame.toString());
    if (content === undefined) return sink.malformed('not-json');
    if (!Array.isArray(content)) return this.#message(content, sink);
    if (content.length > MESSAGES_MAX) sink.malformed('too-many-messages');
    const count = Math.min(content.length, MESSAGES_MAX);
    for (let i = 0; i < count; i++) this.#message(content[i], sink);
  }

  #message(message: unknown, sink: FrameSink): void {
    if (typeof message !== 'object' || message === null || Array.isArray(message)) {
      return sink.malformed('not-an-object');
    }
    const { method } = message as DycastMessage;
    if (typeof method === 'string') return this.#normaliser.normalise(method, message, sink);
    const { roomId, roomNum, uniqueId } = message as DycastRoom;
    if (roomId ?? roomNum ?? uniqueId) sink.ignored('live-info');
    else sink.malformed('no-method');
  }
}

/** The most messages of one frame; the rest is skipped. */
const MESSAGES_MAX = 10_000;
