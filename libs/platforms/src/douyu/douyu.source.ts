import type { ConnectTo, Frame, FrameSink, Heartbeat, Session, SourceProtocol } from '#source';
import { encodeDouyuPacket } from './douyu-packet.js';
import { DouyuDecoder } from './douyu.decoder.js';
import { ALL_MESSAGES } from './douyu.external.js';
import { DOUYU_PORTS, DOUYU_URL, type DouyuOptions } from './douyu.options.js';
import { writeStt } from './stt.js';

/**
 * Reads one Douyu room as its site does, without an account. Counts as connected once the server
 * sends anything: it answers every login, even for a room that does not exist.
 */
export class DouyuSource implements SourceProtocol {
  readonly heartbeat: Heartbeat = { everySeconds: 45, send: () => HEARTBEAT };
  /** Each heartbeat is answered, so two lost answers mean a dead connection. */
  readonly silenceMs = 100_000;

  readonly #decoder: DouyuDecoder;
  #attempts = Math.floor(Math.random() * DOUYU_PORTS.length);

  constructor(private readonly options: DouyuOptions) {
    this.#decoder = new DouyuDecoder(String(options.roomId));
  }

  connectTo(): ConnectTo {
    const port = DOUYU_PORTS[this.#attempts++ % DOUYU_PORTS.length];
    return { url: this.options.url ?? `${DOUYU_URL}:${port}` };
  }

  open(session: Session): void {
    this.#decoder.restart();
    const room = String(this.options.roomId);
    const login = { type: 'loginreq', roomid: room };
    const join = { type: 'joingroup', rid: room, gid: ALL_MESSAGES };
    for (const message of [login, join]) session.send(encodeDouyuPacket(writeStt(message)));
  }

  frame(frame: Frame, session: Session, sink: FrameSink): void {
    this.#decoder.decode(frame, sink, () => session.ready());
  }
}

const HEARTBEAT = encodeDouyuPacket(writeStt({ type: 'mrkl' }));
