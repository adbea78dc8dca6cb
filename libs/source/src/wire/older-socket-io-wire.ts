import type { WebSocket } from 'ws';
import { openSocket } from '../connection/socket/socket.js';
import type { Frame } from '../frame.js';
import { forwarded, INVALID_ADDRESS, isAddress, type SocketIoPlace } from './socket-io-wire.js';
import { listenToWebSocket, WebSocketWire } from './web-socket-wire.js';
import type { OpenWire, WireListener } from './wire.js';

/**
 * Socket.IO 2 over a WebSocket. The maintained client no longer speaks it, but servers such as
 * Streamlabs' still do. In this version the client pings, and each client is in the namespace `/`
 * already. Frames are those of {@link socketIoWire}; `auth` does not exist yet.
 * @see https://github.com/socketio/engine.io-protocol/tree/v3
 */
export function olderSocketIoWire(place: SocketIoPlace): OpenWire {
  return (to, options, listener) => {
    if (!isAddress(to.url)) return INVALID_ADDRESS;
    const url = addressOf(to.url, place.path ?? '/socket.io');
    const socket = openSocket({ ...to, url }, options, listener);
    if ('reason' in socket) return socket;
    const wire = new OlderSocketIoWire(socket, place.namespace ?? '/');
    listenToWebSocket(socket, options, {
      ...forwarded(listener),
      frame: (bytes, isBinary) => wire.heard(bytes, isBinary, listener),
      closed: (code, words) => {
        wire.closed();
        listener.closed(code, words);
      },
    });
    return wire;
  };
}

class OlderSocketIoWire extends WebSocketWire {
  readonly #socket: WebSocket;
  /** As it stands in packets: nothing for `/`. */
  readonly #namespace: string;
  #pings: NodeJS.Timeout | undefined;

  constructor(socket: WebSocket, namespace: string) {
    super(socket);
    this.#socket = socket;
    this.#namespace = namespace === '/' ? '' : `${namespace},`;
  }

  override send(frame: Frame): void {
    this.#socket.send(`42${this.#namespace}${frame.toString()}`);
  }

  heard(bytes: Buffer, isBinary: boolean, listener: WireListener): void {
    // Binary data belongs to an event.
    const kind = isBinary ? '' : String.fromCharCode(bytes[0] ?? 0);
    switch (kind) {
      case '0':
        this.#opened(bytes);
        break;
      case '1':
        this.close();
        break;
      case '2':
        this.#socket.send('3');
        break;
      case '4':
        return listener.frame(bytes, false);
    }
    listener.heard();
  }

  closed(): void {
    clearInterval(this.#pings);
  }

  #opened(bytes: Buffer): void {
    const [, told] = PING_INTERVAL.exec(bytes.subarray(0, OPEN_BYTES_MAX).toString()) ?? [];
    const everyMs = Math.min(Math.max(Number(told ?? PING_MS), PING_LEAST_MS), PING_MS);
    clearInterval(this.#pings);
    this.#pings = setInterval(() => this.#ping(), everyMs).unref();
    if (this.#namespace !== '') this.#socket.send(`40${this.#namespace.slice(0, -1)}`);
  }

  #ping(): void {
    if (this.#socket.readyState === this.#socket.OPEN) this.#socket.send('2');
  }
}

/** The client of later versions takes the path from an option, and not from the address. */
function addressOf(url: string, path: string): string {
  const address = new URL(url);
  address.protocol = address.protocol.replace('http', 'ws');
  address.pathname = `${path.replace(/\/$/, '')}/`;
  address.searchParams.set('EIO', '3');
  address.searchParams.set('transport', 'websocket');
  return address.href;
}

const PING_INTERVAL = /"pingInterval"\s*:\s*(\d{1,9})/;
const OPEN_BYTES_MAX = 4096;
/** The usual interval of servers that tell none, and the longest that is accepted. */
const PING_MS = 25_000;
const PING_LEAST_MS = 1_000;
