import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import { connect, type AddressInfo, type Socket } from 'node:net';
import type { Duplex } from 'node:stream';

/** A request to a {@link ConnectProxy}. */
export interface TunnelAsked {
  /** `host:port`. */
  readonly target: string;
  readonly authorization: string | undefined;
}

/** A forward proxy on loopback that only makes tunnels. */
export class ConnectProxy {
  readonly asked: TunnelAsked[] = [];
  /** The User-Agent of each request. */
  readonly agents: (string | undefined)[] = [];
  /** Addresses, as `host:port`, of names that only the proxy can resolve. */
  readonly names = new Map<string, string>();
  /** Its answer: 200, another status, none at all, or 200 once {@link letThrough} is called. */
  answer: number | 'nothing' | 'later' = 200;
  /** How many bytes clients have sent through its tunnels. */
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

  /** The URL of the proxy, with these credentials. */
  url(user = ''): string {
    const { port } = this.server.address() as AddressInfo;
    return `http://${user === '' ? '' : `${user}@`}127.0.0.1:${port}`;
  }

  /** How many connections of clients are open. */
  get open(): number {
    return this.#sockets.size;
  }

  targets(): string[] {
    return this.asked.map(({ target }) => target);
  }

  /** Answers the waiting requests, and from now on every request at once. */
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
      // The proxy still notices that its client disconnects.
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
