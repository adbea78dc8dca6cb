import { once } from 'node:events';
import { createServer as createTcpServer, type AddressInfo, type Socket } from 'node:net';

export { StandInClient, StandInServer } from '../support/platforms/stand-in-server.js';

/** A plain TCP server: a test must send the bytes of a WebSocket itself. */
export class RawServer {
  readonly sockets: Socket[] = [];
  readonly #server = createTcpServer();

  /** @param onSocket handles each connection. */
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
