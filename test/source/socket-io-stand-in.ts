import { Server, type Socket } from 'socket.io';
import type { WebSocket } from 'ws';
import type { Frame } from '#source';
import { HttpStandIn, type StandInPeer } from './stand-in.js';

/** A Socket.IO server: each frame is a packet of its own. */
export class SocketIoStandIn extends HttpStandIn<SocketIoPeer> {
  readonly io: Server;

  constructor() {
    super();
    this.io = new Server(this.server, { serveClient: false });
    this.io.on('connection', (socket) => this.met(new SocketIoPeer(socket)));
  }

  static start(): Promise<SocketIoStandIn> {
    return new SocketIoStandIn().start();
  }

  get open(): number {
    return this.io.engine.clientsCount;
  }

  override async stop(): Promise<void> {
    for (const { webSocket } of this.clients) webSocket.terminate();
    await this.io.close();
  }
}

export class SocketIoPeer implements StandInPeer {
  readonly closed: Promise<unknown>;
  /** The WebSocket of the connection. */
  readonly webSocket: WebSocket;

  constructor(readonly socket: Socket) {
    this.webSocket = (socket.conn.transport as unknown as { socket: WebSocket }).socket;
    this.closed = new Promise((resolve) => socket.conn.once('close', resolve));
  }

  /** Sends a frame. A frame that is no event is sent inside of one. */
  send(frame: Frame): void {
    const text = frame.toString();
    const event = JSON.stringify(['noise', text]);
    this.webSocket.send(text.startsWith('42') ? text : `42${event}`);
  }

  freeze(): void {
    this.webSocket.pause();
  }

  cutInMidFrame(): void {
    const line = this.socket.conn.request.socket;
    line.write(Buffer.from([0x81, 0x20, 0x7b, 0x22]), () => line.destroy());
  }
}
