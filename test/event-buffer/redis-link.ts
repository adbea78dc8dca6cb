import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';
import type { RedisAddress } from '#event-buffer';
import { Secret } from '#secret';
import type { RedisServer } from '../support/redis-server.js';

/**
 * The network between one process and Redis: what connects through it can be cut off, as a
 * killed process is, while everybody else goes on.
 */
export class RedisLink {
  readonly #server: Server;
  readonly #sockets = new Set<Socket>();

  private constructor(server: Server) {
    this.#server = server;
  }

  static async open(redis: RedisServer): Promise<RedisLink> {
    const server = createServer();
    const link = new RedisLink(server);
    server.on('connection', (near) => link.#join(near, connect(redis.port, '127.0.0.1')));
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    return link;
  }

  get address(): RedisAddress {
    const { port } = this.#server.address() as AddressInfo;
    return { kind: 'url', url: new Secret(`redis://127.0.0.1:${port}`) };
  }

  /** Ends all connections, and takes no new ones. */
  async cut(): Promise<void> {
    if (!this.#server.listening) return;
    this.#server.close();
    for (const socket of this.#sockets) socket.destroy();
    await once(this.#server, 'close');
  }

  #join(near: Socket, far: Socket): void {
    for (const [one, other] of [
      [near, far],
      [far, near],
    ] as const) {
      this.#sockets.add(one);
      one.on('error', () => one.destroy());
      one.on('close', () => {
        this.#sockets.delete(one);
        other.destroy();
      });
      one.pipe(other);
    }
  }
}
