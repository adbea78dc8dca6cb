import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import { connect, type AddressInfo, type Socket } from 'node:net';
import type { Duplex } from 'node:stream';

/** What was asked of a {@link ConnectProxy}. */
export interface TunnelAsked {
  /** `host:port`. */
  readonly target: string;
  readonly authorization: string | undefined;
}

/** A forward proxy on loopback that makes tunnels, and nothing else. */
export class ConnectProxy {
  readonly asked: TunnelAsked[] = [];
  /** Where names lead that nobody else knows, as `host:port`. */
  readonly names = new Map<string, string>();
  /** What it answers: 200, another status, or nothing at all. */
  answer: number | 'nothing' = 200;
  readonly #sockets = new Set<Duplex>();

  private constructor(private readonly server: Server) {
    server.on('connection', (socket) => this.#keep(socket));
    server.on('connect', (request, socket, head) => this.#tunnel(request, socket, head));
    server.on('request', (_, response) => response.writeHead(501).end());
  }

  static async start(): Promise<ConnectProxy> {
    const server = createServer();
    const proxy = new ConnectProxy(server);
    await once(server.listen(0, '127.0.0.1'), 'listening');
    return proxy;
  }

  /** Its address, with these credentials. */
  url(user = ''): string {
    const { port } = this.server.address() as AddressInfo;
    return `http://${user === '' ? '' : `${user}@`}127.0.0.1:${port}`;
  }

  /** Connections of clients that are open. */
  get open(): number {
    return this.#sockets.size;
  }

  targets(): string[] {
    return this.asked.map(({ target }) => target);
  }

  async stop(): Promise<void> {
    const closed = once(this.server.close(), 'close');
    for (const socket of this.#sockets) socket.destroy();
    await closed;
  }

  #tunnel(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    const target = request.url ?? '';
    this.asked.push({ target, authorization: request.headers['proxy-authorization'] });
    if (this.answer === 'nothing') {
      // It still notices that its client has gone.
      socket.on('end', () => socket.destroy()).resume();
      return;
    }
    if (this.answer !== 200) {
      socket.end(`HTTP/1.1 ${this.answer} No\r\nContent-Length: 0\r\n\r\n`);
      return;
    }
    const [host, port] = (this.names.get(target) ?? target).split(':');
    const behind = connect({ host: host!, port: Number(port) });
    behind.on('error', () => socket.destroy());
    behind.on('close', () => socket.destroy());
    socket.on('close', () => behind.destroy());
    behind.once('connect', () => {
      socket.write('HTTP/1.1 200 Connection established\r\n\r\n');
      behind.write(head);
      behind.pipe(socket).pipe(behind);
    });
  }

  #keep(socket: Socket): void {
    this.#sockets.add(socket);
    socket.on('error', () => socket.destroy());
    socket.on('close', () => this.#sockets.delete(socket));
  }
}
