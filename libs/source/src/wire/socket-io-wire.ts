import type { Socket } from 'socket.io-client';
import type { WebSocket } from 'ws';
import type { ConnectionEnd } from '../connection/reconnect/end.js';
import { openSocket } from '../connection/socket/socket.js';
import type { Frame } from '../frame.js';
import { listenToWebSocket, WebSocketWire } from './web-socket-wire.js';
import type { OpenWire, WireListener } from './wire.js';
import { bilingual } from '../bilingual.js';

/** What a Socket.IO server must be told. */
export interface SocketIoPlace {
  /** @defaultValue `/` */
  readonly namespace?: string | undefined;
  /** @defaultValue `/socket.io` */
  readonly path?: string | undefined;
  /** Sent with the request for the namespace. */
  readonly auth?: Readonly<Record<string, unknown>> | undefined;
}

/**
 * Socket.IO over a WebSocket, by its own client, which answers pings and joins the namespace; it
 * neither reconnects nor reads events. A frame is a packet as it came, such as `42["event",{…}]`:
 * events keep every digit of their ids, and invalid JSON costs a frame and not the connection. To
 * send is to emit: the frame is JSON, the event's name and its arguments in an array.
 */
export async function socketIoWire(place: SocketIoPlace): Promise<OpenWire> {
  const libraries = await load();
  return (to, options, listener) => {
    if (!isAddress(to.url)) return INVALID_ADDRESS;
    let opened: WebSocket | ConnectionEnd = INVALID_ADDRESS;
    const client = clientOf(libraries, to.url, place, {
      timeoutMs: options.connectTimeoutMs,
      connect: (url) => {
        opened = openSocket({ ...to, url }, options, listener);
        if ('reason' in opened) throw new TypeError(opened.reason);
        return opened;
      },
      packet: (text) => listener.frame(Buffer.from(text), false),
    });
    client.connect();
    const socket = opened as WebSocket | ConnectionEnd;
    if ('reason' in socket) return socket;
    listenToWebSocket(socket, options, {
      ...forwarded(listener),
      // The client reads the messages, and gives us the packets.
      frame: () => listener.heard(),
      closed: (code, words) => {
        client.disconnect();
        listener.closed(code, words);
      },
    });
    return new SocketIoWire(socket, client, place.namespace);
  };
}

class SocketIoWire extends WebSocketWire {
  readonly #socket: WebSocket;
  readonly #client: Socket;
  /** The packet that leaves the namespace. */
  readonly #leaves: string;

  constructor(socket: WebSocket, client: Socket, namespace = '/') {
    super(socket);
    this.#socket = socket;
    this.#client = client;
    this.#leaves = namespace === '/' ? '41' : `41${namespace},`;
  }

  override send(frame: Frame): void {
    const [event, ...values] = JSON.parse(frame.toString()) as [string, ...unknown[]];
    this.#client.emit(event, ...values);
  }

  override close(): void {
    // Not by the client: that would read nothing more, and the server sends on until it knows.
    if (this.#client.connected) this.#socket.send(this.#leaves);
    super.close();
  }
}

interface Hooks {
  readonly timeoutMs: number;
  connect(url: string): WebSocket;
  packet(text: string): void;
}

type Libraries = Awaited<ReturnType<typeof load>>;

/** Loaded with the first connection. */
async function load() {
  const [{ Manager, NodeWebSocket }, { Decoder, Encoder, PacketType }] = await Promise.all([
    import('socket.io-client'),
    import('socket.io-parser'),
  ]);
  return { Manager, NodeWebSocket, Decoder, Encoder, PacketType };
}

function clientOf(
  { Manager, NodeWebSocket, Decoder, Encoder, PacketType }: Libraries,
  url: string,
  place: SocketIoPlace,
  hooks: Hooks,
): Socket {
  const { CONNECT, DISCONNECT, CONNECT_ERROR } = PacketType;
  const ofTheClient = new Set([CONNECT, DISCONNECT, CONNECT_ERROR].map(String));
  class OurWebSocket extends NodeWebSocket {
    override createSocket(uri: string): WebSocket {
      return hooks.connect(uri);
    }
  }
  class Packets extends Decoder {
    override add(packet: unknown): void {
      // Bytes that belong to an event.
      if (typeof packet !== 'string') return;
      hooks.packet(`4${packet}`);
      if (ofTheClient.has(packet.slice(0, 1))) super.add(packet);
    }
  }
  const manager = new Manager(url, {
    autoConnect: false,
    reconnection: false,
    timeout: hooks.timeoutMs,
    path: place.path ?? '/socket.io',
    transports: [OurWebSocket],
    parser: { Encoder, Decoder: Packets },
  });
  // Every error that it reports, the socket reports, too.
  manager.on('error', () => {});
  return manager.socket(place.namespace ?? '/', { auth: { ...place.auth } });
}

/** A listener whose calls can be replaced one by one. */
export function forwarded(listener: WireListener): WireListener {
  return {
    opened: () => listener.opened(),
    frame: (bytes, isBinary) => listener.frame(bytes, isBinary),
    heard: (mark) => listener.heard(mark),
    worked: (work) => listener.worked(work),
    refused: (end) => listener.refused(end),
    broken: (reason) => listener.broken(reason),
    failed: (code) => listener.failed(code),
    closed: (code, words, retryAfterMs) => listener.closed(code, words, retryAfterMs),
  };
}

/** The client would take a bare word for a host. */
export function isAddress(url: string): boolean {
  return URL.canParse(url) && /^(?:ws|http)s?:$/.test(new URL(url).protocol);
}

export const INVALID_ADDRESS: ConnectionEnd = {
  reason: 'invalid-address',
  after: 'slow',
  sentence: bilingual(
    'The address of this source cannot be used: its url must begin with https://, http://, wss:// or ws://, its headers hold only characters that HTTP allows.',
    '该来源的地址无法使用：url 必须以 https://、http://、wss:// 或 ws:// 开头；headers 只能使用 HTTP 允许的字符。',
  ),
};
