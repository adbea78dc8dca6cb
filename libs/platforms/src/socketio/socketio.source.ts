import {
  socketIoWire,
  type ConnectTo,
  type Frame,
  type FrameSink,
  type Session,
  type SourceProtocol,
  type StreakCounter,
} from '#source';
import { textHeaders } from '../websocket/websocket.source.js';
import { SocketIoDecoder } from './socketio.decoder.js';
import type { SocketIoOptions } from './socketio.options.js';

/** Reads a Socket.IO server: enters the namespace, sends `emit`, and decodes its events. */
export class SocketIoSource implements SourceProtocol {
  readonly silenceMs: number | undefined;
  readonly streaks: StreakCounter;
  readonly #options: SocketIoOptions;
  readonly #decoder: SocketIoDecoder;
  readonly #emit: readonly string[];

  constructor(options: SocketIoOptions) {
    const { silenceSeconds } = options;
    this.#options = options;
    this.silenceMs = silenceSeconds === undefined ? undefined : silenceSeconds * 1000;
    this.#emit = (options.emit ?? []).map((event) => JSON.stringify(event));
    this.#decoder = new SocketIoDecoder(options.mapping);
    this.streaks = this.#decoder.streaks;
  }

  async connectTo(): Promise<ConnectTo> {
    const { url, headers = {}, ...place } = this.#options;
    return { url, headers: textHeaders(headers), open: await socketIoWire(place) };
  }

  frame(frame: Frame, session: Session, sink: FrameSink): void {
    const text = frame.toString();
    switch (text.slice(0, 2)) {
      case '40':
        return ENTERED.test(text) ? this.#entered(session) : refuse(session, OLD);
      case '41':
        return session.reconnect('namespace-left');
      case '44':
        return refuse(session, REFUSED);
      default:
        this.#decoder.decode(text, sink);
    }
  }

  #entered(session: Session): void {
    session.ready();
    // They wait until its client has read the packet, too.
    for (const event of this.#emit) session.send(event);
  }
}

function refuse(session: Session, refused: string): void {
  session.reconnect('namespace-refused', { refused });
}

/** Since version 3 of Socket.IO whoever enters gets an id. */
const ENTERED = /^40(?:\/[^,{]{0,255},)?\{/;
const OLD =
  'The server speaks an old version of Socket.IO (2 or older), which its client does not speak ' +
  'any more: the server must be brought up to date, or allow version 4.';
const REFUSED =
  'The server does not let this source into its namespace: check its auth, its namespace and the ' +
  'token in its url.';
