import {
  MappingDecoder,
  type ConnectTo,
  type Frame,
  type FrameSink,
  type Heartbeat,
  type Session,
  type SourceProtocol,
} from '#source';
import {
  HEARTBEAT_SECONDS_DEFAULT,
  type HeartbeatOptions,
  type WebSocketOptions,
} from './websocket.options.js';

/**
 * Reads a server whose protocol is told by the file: connects, sends `onOpen`, keeps alive, and
 * decodes by the mapping. Counts as connected as soon as the socket is open, since nothing is
 * known of a handshake.
 */
export class WebSocketSource implements SourceProtocol {
  readonly heartbeat: Heartbeat;
  readonly silenceMs: number | undefined;

  readonly #connectTo: ConnectTo;
  readonly #onOpen: readonly string[];
  readonly #decoder: MappingDecoder;

  constructor(options: WebSocketOptions) {
    this.heartbeat = heartbeatOf(options.heartbeat);
    this.silenceMs =
      options.silenceSeconds === undefined ? undefined : options.silenceSeconds * 1000;
    this.#connectTo = {
      url: options.url,
      headers: textHeaders(options.headers ?? {}),
      subprotocols: options.subprotocols,
    };
    this.#onOpen = options.onOpen ?? [];
    this.#decoder = new MappingDecoder(options.mapping);
  }

  connectTo(): ConnectTo {
    return this.#connectTo;
  }

  open(session: Session): void {
    for (const text of this.#onOpen) session.send(text);
    session.ready();
  }

  frame(frame: Frame, _session: Session, sink: FrameSink): void {
    this.#decoder.decode(frame, sink);
  }
}

/** Without one of its own a quiet room would count as dead: every server answers a ping. */
function heartbeatOf({ send, everySeconds }: HeartbeatOptions = {}): Heartbeat {
  const every = { everySeconds: everySeconds ?? HEARTBEAT_SECONDS_DEFAULT };
  return send === undefined ? { ...every, ws: 'ping' } : { ...every, send: () => send };
}

function textHeaders(headers: Readonly<Record<string, string | number>>): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, String(value)]));
}
