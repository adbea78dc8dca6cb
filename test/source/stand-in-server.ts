import { once } from 'node:events';
import { createServer, type IncomingMessage, type RequestListener, type Server } from 'node:http';
import { createServer as createTcpServer, type AddressInfo, type Socket } from 'node:net';
import type { Frame } from '#source';
import { WebSocketServer, type WebSocket } from 'ws';

/** A chat platform on loopback that does what a test tells it. */
export class StandInServer {
  /** All that ever connected, in order. */
  readonly clients: StandInClient[] = [];
  /** The most that were connected at once. */
  openMost = 0;
  /** What the platform does with each new connection. */
  onClient: (client: StandInClient) => unknown = () => {};
  readonly #sockets: WebSocketServer;

  private constructor(private readonly server: Server) {
    this.#sockets = new WebSocketServer({ server, perMessageDeflate: true });
    this.#sockets.on('connection', (socket, request) => {
      this.openMost = Math.max(this.openMost, this.open);
      const client = new StandInClient(socket, request);
      this.clients.push(client);
      void this.onClient(client);
      this.server.emit('client');
    });
  }

  /** @param http answers what is no WebSocket: a platform's API. */
  static async start(http?: RequestListener): Promise<StandInServer> {
    const server = createServer(http);
    const standIn = new StandInServer(server);
    await once(server.listen(0, '127.0.0.1'), 'listening');
    return standIn;
  }

  get open(): number {
    return this.#sockets.clients.size;
  }

  get url(): string {
    return `ws://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
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
    for (const { socket } of this.clients) socket.terminate();
    this.server.closeAllConnections();
    this.server.close();
    await once(this.server, 'close');
  }
}

/** One connection, as the platform sees it. */
export class StandInClient {
  /** What it has sent. */
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

  /** Neither reads nor answers any more, and does not close either: half open. */
  freeze(): void {
    this.socket.pause();
  }

  /** Sends half of a frame and cuts the line. */
  cutInMidFrame(): void {
    this.sendBytes([0x81, 0x20, 0x7b, 0x22], () => this.request.socket.destroy());
  }

  /** Sends bytes as they are, be they WebSocket or not. */
  sendBytes(bytes: readonly number[], sent?: () => void): void {
    this.request.socket.write(Buffer.from(bytes), sent);
  }
}

/** A TCP server that speaks no WebSocket unless the test does. */
export class RawServer {
  readonly sockets: Socket[] = [];
  readonly #server = createTcpServer();

  /** @param onSocket what it does with each connection. */
  static async start(onSocket: (socket: Socket) => void): Promise<RawServer> {
    const raw = new RawServer();
    raw.#server.on('connection', (socket) => {
      raw.sockets.push(socket);
      socket.on('error', () => {});
      onSocket(socket);
    });
    await once(raw.#server.listen(0, '127.0.0.1'), 'listening');
    return raw;
  }

  get url(): string {
    return `ws://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  async stop(): Promise<void> {
    for (const socket of this.sockets) socket.destroy();
    this.#server.close();
    await once(this.#server, 'close');
  }
}
