import type { Frame, FrameDecoder, FrameSink } from '#source';
import { ignoredKind } from '../../decoding/ignored-kind.js';
import { douyinliveDialect } from './douyinlive.dialect.js';
import type { DouyinliveMessage, DouyinliveSystemMessage } from './douyinlive.external.js';
import { ROOM_STATES } from './douyinlive.room.js';
import { parseGoQuoted } from './go-escapes.js';
import { WebcastNormaliser } from '../webcast/webcast.normaliser.js';

/** Decodes what douyinLive sends: one message a frame. */
export class DouyinliveDecoder implements FrameDecoder {
  readonly #normaliser = new WebcastNormaliser<DouyinliveMessage>(douyinliveDialect);
  readonly streaks = this.#normaliser.streaks;

  /** @param status receives the code of every message about the room's state. */
  decode(frame: Frame, sink: FrameSink, status?: (code: string) => void): void {
    const text = typeof frame === 'string' ? frame : frame.toString();
    // The answer to our heartbeat, which is not JSON.
    if (text === 'pong') return sink.ignored('pong');
    // douyinLive quotes the streamer's name and the room's title the way Go does.
    const message = parseGoQuoted(text);
    if (message === undefined) return sink.malformed('not-json');
    if (typeof message !== 'object' || message === null || Array.isArray(message)) {
      return sink.malformed('not-an-object');
    }
    const { type, code } = message as DouyinliveSystemMessage;
    if (type === 'system') {
      if (typeof code === 'string') {
        const room = ROOM_STATES.get(code);
        if (room !== undefined) sink.room?.(room.state, room.wayOut);
        status?.(code);
      }
      return sink.ignored(ignoredKind(code, 'system'));
    }
    const { method } = message as DouyinliveMessage;
    if (typeof method !== 'string') return sink.malformed('no-method');
    this.#normaliser.normalise(method, message, sink);
  }
}
