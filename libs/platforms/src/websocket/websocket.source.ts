import type {
  ConnectTo,
  Frame,
  FrameDecoder,
  FrameSink,
  Heartbeat,
  OpenWire,
  Session,
  SourceProtocol,
  StreakCounter,
} from '#source';
import {
  HEARTBEAT_SECONDS_DEFAULT,
  type HeartbeatOptions,
  type WebSocketOptions,
} from './websocket.options.js';

export interface PlainSourceOptions extends Omit<WebSocketOptions, 'mapping'> {
  /** How to get there. @defaultValue a WebSocket */
  readonly open?: OpenWire | undefined;
}

/**
 * Reads a server that needs no more than an address: connects, sends `onOpen`, keeps alive, and
 * decodes. Counts as connected as soon as the socket is open, since there is no handshake that is
 * known of. For the generic source, and for presets that only listen.
 */
export class WebSocketSource implements SourceProtocol {
  readonly heartbeat: Heartbeat | undefined;
  readonly silenceMs: number | undefined;
  readonly streaks: StreakCounter | undefined;

  readonly #connectTo: ConnectTo;
  readonly #onOpen: readonly string[];
  readonly #decoder: FrameDecoder;

  constructor(options: PlainSourceOptions, decoder: FrameDecoder) {
    this.heartbeat = heartbeatOf(options.heartbeat);
    this.silenceMs =
      options.silenceSeconds === undefined ? undefined : options.silenceSeconds * 1000;
    this.#connectTo = {
      url: options.url,
      headers: textHeaders(options.headers ?? {}),
      subprotocols: options.subprotocols,
      open: options.open,
    };
    this.#onOpen = options.onOpen ?? [];
    this.#decoder = decoder;
    this.streaks = decoder.streaks;
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

function heartbeatOf(options: HeartbeatOptions | undefined): Heartbeat | undefined {
  if (options === undefined) return undefined;
  const { send, everySeconds = HEARTBEAT_SECONDS_DEFAULT } = options;
  return send === undefined ? { everySeconds, ws: 'ping' } : { everySeconds, send: () => send };
}

/** Headers as they are sent. */
export function textHeaders(
  headers: Readonly<Record<string, string | number>>,
): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, String(value)]));
}
