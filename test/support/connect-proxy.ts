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
  /** How those who asked named themselves. */
  readonly agents: (string | undefined)[] = [];
  /** Where names lead that nobody else knows, as `host:port`. */
  readonly names = new Map<string, string>();
  /** What it answers: 200, another status, nothing at all, or 200 once it is told to. */
  answer: number | 'nothing' | 'later' = 200;
  /** What clients have sent through its tunnels. */
  carriedBytes = 0;
  readonly #later: (() => void)[] = [];
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

  /** Answers who waits, and from now on at once. */
  letThrough(): void {
    this.answer = 200;
    for (const goOn of this.#later.splice(0)) goOn();
  }

  async stop(): Promise<void> {
    const closed = once(this.server.close(), 'close');
    for (const socket of this.#sockets) socket.destroy();
    await closed;
  }

  #tunnel(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    const target = request.url ?? '';
    this.asked.push({ target, authorization: request.headers['proxy-authorization'] });
    this.agents.push(request.headers['user-agent']);
    if (this.answer === 'nothing') {
      // It still notices that its client has gone.
      socket.on('end', () => socket.destroy()).resume();
      return;
    }
    if (this.answer === 'later') {
      this.#later.push(() => this.#open(target, socket, head));
      return;
    }
    if (this.answer !== 200) {
      socket.end(`HTTP/1.1 ${this.answer} No\r\nContent-Length: 0\r\n\r\n`);
      return;
    }
    this.#open(target, socket, head);
  }

  #open(target: string, socket: Duplex, head: Buffer): void {
    const [host, port] = (this.names.get(target) ?? target).split(':');
    const behind = connect({ host: host!, port: Number(port) });
    behind.on('error', () => socket.destroy());
    behind.on('close', () => socket.destroy());
    socket.on('close', () => behind.destroy());
    behind.once('connect', () => {
      socket.write('HTTP/1.1 200 Connection established\r\n\r\n');
      behind.write(head);
      behind.pipe(socket).pipe(behind);
      this.carriedBytes += head.length;
      socket.on('data', (bytes: Buffer) => (this.carriedBytes += bytes.length));
    });
  }

  #keep(socket: Socket): void {
    this.#sockets.add(socket);
    socket.on('error', () => socket.destroy());
    socket.on('close', () => this.#sockets.delete(socket));
  }
}
