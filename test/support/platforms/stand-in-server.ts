import { once } from 'node:events';
import { createServer, type IncomingMessage, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { WebSocketServer, type WebSocket } from 'ws';
import { ClientSockets } from '../client-sockets.js';

/** A frame as `ws` takes it: text, or bytes. */
type Frame = string | Buffer;

/** A chat platform on a free loopback port. `onClient` defines its behaviour. */
export class StandInServer {
  /** All clients that ever connected, in order. */
  readonly clients: StandInClient[] = [];
  /** What the platform does with each new connection. */
  onClient: (client: StandInClient) => unknown = () => {};
  readonly #sockets: WebSocketServer;
  readonly #upgraded = new Set<number>();
  readonly #clientSockets = new ClientSockets(() => this.#port);

  private constructor(private readonly server: Server) {
    this.#sockets = new WebSocketServer({ server, perMessageDeflate: true });
    this.#sockets.on('connection', (socket, request) => {
      const client = new StandInClient(socket, request);
      this.#upgraded.add(request.socket.remotePort!);
      this.clients.push(client);
      void this.onClient(client);
      this.server.emit('client');
    });
  }

  /** @param http answers plain HTTP requests, such as those to a platform's API. */
  static async start(http?: RequestListener): Promise<StandInServer> {
    const server = createServer(http);
    const standIn = new StandInServer(server);
    await once(server.listen(0, '127.0.0.1'), 'listening');
    return standIn;
  }

  get open(): number {
    return this.#sockets.clients.size;
  }

  /** The largest number of clients in this process at the same time; what asks the API over HTTP is none. */
  get openMost(): number {
    return this.#clientSockets.most((port) => this.#upgraded.has(port));
  }

  get url(): string {
    return `ws://127.0.0.1:${this.#port}`;
  }

  get httpUrl(): string {
    return this.url.replace('ws:', 'http:');
  }

  /** Resolves with the nth client that connects, from 1. */
  async client(nth: number): Promise<StandInClient> {
    while (this.clients.length < nth) await once(this.server, 'client');
    return this.clients[nth - 1]!;
  }

  async stop(): Promise<void> {
    this.#clientSockets.stop();
    for (const { socket } of this.clients) socket.terminate();
    this.server.closeAllConnections();
    this.server.close();
    await once(this.server, 'close');
  }

  get #port(): number {
    return (this.server.address() as AddressInfo).port;
  }
}

/** One connection, as the platform sees it. */
export class StandInClient {
  /** The frames that the client has sent. */
  readonly frames: Frame[] = [];
  readonly closed: Promise<number>;

  constructor(
    readonly socket: WebSocket,
    readonly request: IncomingMessage,
  ) {
    this.closed = once(socket, 'close').then(([code]) => code as number);
    socket.on('error', () => {});
    socket.on('message', (raw: Buffer, isBinary) => {
      this.frames.push(isBinary ? raw : raw.toString());
    });
  }

  get webSocket(): WebSocket {
    return this.socket;
  }

  send(frame: Frame): void {
    this.socket.send(frame);
  }

  /** Resolves with the first frame, past or future, that matches. */
  async said(matches: (frame: Frame) => boolean): Promise<Frame> {
    for (let next = 0; ; next++) {
      while (this.frames.length <= next) await once(this.socket, 'message');
      if (matches(this.frames[next]!)) return this.frames[next]!;
    }
  }

  /** Stops reading and answering, but does not close: a half-open connection. */
  freeze(): void {
    this.socket.pause();
  }

  /** Sends half of a frame and closes the connection. */
  cutInMidFrame(): void {
    this.sendBytes([0x81, 0x20, 0x7b, 0x22], () => this.request.socket.destroy());
  }

  /** Sends bytes as they are, valid WebSocket frames or not. */
  sendBytes(bytes: readonly number[], sent?: () => void): void {
    this.request.socket.write(Buffer.from(bytes), sent);
  }
}
