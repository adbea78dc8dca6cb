import {
  bilingual,
  type ConnectTo,
  type Frame,
  type FrameSink,
  type Heartbeat,
  type Session,
  type SourceProtocol,
} from '#source';
import { DouyinliveDecoder } from './douyinlive.decoder.js';
import { DOUYIN_HEARING } from './douyinlive.room.js';
import { ROOM_NOT_FOUND } from './douyinlive.external.js';
import type { DouyinliveOptions } from './douyinlive.options.js';

/**
 * Reads one Douyin room from a douyinLive server, which itself reads Douyin. It keeps the
 * connection open while the room is not live, and resumes by itself when it is: so do we.
 * @see https://github.com/jwwsjlm/douyinLive
 */
export class DouyinliveSource implements SourceProtocol {
  /**
   * A text, not a WebSocket ping: the answer proves that the program works, and not just its
   * socket.
   */
  readonly heartbeat: Heartbeat = { everySeconds: 20, send: () => 'ping' };
  readonly silenceMs = 70_000;
  readonly hearing = DOUYIN_HEARING;

  readonly #decoder = new DouyinliveDecoder();
  readonly streaks = this.#decoder.streaks;

  constructor(private readonly options: DouyinliveOptions) {}

  connectTo(): ConnectTo {
    const { url, token } = this.options;
    return { url, headers: token === undefined ? {} : { Authorization: `Bearer ${token}` } };
  }

  open(session: Session): void {
    // Older versions send nothing until the room is live.
    session.ready();
  }

  frame(frame: Frame, session: Session, sink: FrameSink): void {
    this.#decoder.decode(frame, sink, (code) => {
      if (code === ROOM_NOT_FOUND) session.reconnect('room-not-found', { refused: NO_ROOM });
    });
  }
}

const NO_ROOM = bilingual(
  'douyinLive finds no such room: check the last part of url, the number in the address of the live room.',
  'douyinLive 找不到该直播间：请检查 url 的最后一段，应为直播间网址中的房间号。',
);
