import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';
import type { RedisAddress } from '#event-buffer';
import { Secret } from '#secret';
import type { RedisServer } from '../../support/redis-server.js';

/** Ends all connections at a command, for `forMs`: before or after Redis has read the command. */
export interface LinkFault {
  readonly lost: 'question' | 'answer';
  readonly forMs: number;
}

/**
 * The network between one process and Redis. A test can cut the process off, like a killed one,
 * while all others go on, or lead it to another server, as after a failover.
 */
export class RedisLink {
  readonly #server: Server;
  readonly #sockets = new Set<Socket>();
  #redis: RedisServer;
  #losesAnswer = false;
  #fault: (question: Buffer) => LinkFault | undefined = () => undefined;
  #isDown = false;
  /** How far Redis is: how long what comes takes from one end to the other, in ms. */
  wayMs = 0;

  private constructor(server: Server, redis: RedisServer) {
    this.#server = server;
    this.#redis = redis;
  }

  static async open(redis: RedisServer): Promise<RedisLink> {
    const server = createServer();
    const link = new RedisLink(server, redis);
    server.on('connection', (near) => {
      if (link.#isDown) near.destroy();
      else link.#join(near, connect(link.#redis.port, '127.0.0.1'));
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    return link;
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port;
  }

  get url(): string {
    return `redis://127.0.0.1:${this.port}`;
  }

  get address(): RedisAddress {
    return { kind: 'url', url: new Secret(this.url) };
  }

  /** Ends all connections; new ones reach another server. */
  leadTo(redis: RedisServer): void {
    this.#redis = redis;
    for (const socket of this.#sockets) socket.destroy();
  }

  /** New connections reach another server; those that are open stay, as where an address moves. */
  leadNewTo(redis: RedisServer): void {
    this.#redis = redis;
  }

  /**
   * Loses the next answer of Redis and ends its connection; there is no other until {@link mend}.
   */
  loseNextAnswer(): void {
    this.#losesAnswer = true;
  }

  /** Asks `fault` about every command, and causes the fault that it returns. */
  breakOn(fault: (question: Buffer) => LinkFault | undefined): void {
    this.#fault = fault;
  }

  /** Ends all connections, and refuses new ones for this time. */
  breakFor(ms: number): void {
    this.#isDown = true;
    for (const socket of this.#sockets) socket.destroy();
    setTimeout(() => this.mend(), ms).unref();
  }

  mend(): void {
    this.#isDown = false;
  }

  /** Ends all connections, and refuses new ones for good. */
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
    }
    const [toFar, toNear] = [this.#wayTo(far), this.#wayTo(near)];
    near.on('data', (question: Buffer) => {
      const fault = this.#fault(question);
      if (fault?.lost !== 'question') toFar(question);
      if (fault === undefined) return;
      // Redis runs the command, but its answer is lost.
      if (fault.lost === 'answer')
        far.prependOnceListener('data', () => this.breakFor(fault.forMs));
      else this.breakFor(fault.forMs);
    });
    near.on('end', () => far.end());
    far.on('data', (answer: Buffer) => {
      if (this.#isDown) return;
      if (!this.#losesAnswer) {
        toNear(answer);
        return;
      }
      this.#losesAnswer = false;
      this.#isDown = true;
      near.destroy();
    });
  }

  /** Passes on in order, also where the way becomes shorter. */
  #wayTo(socket: Socket): (bytes: Buffer) => void {
    const underWay: Buffer[] = [];
    let arrivesAt = 0;
    return (bytes) => {
      const now = performance.now();
      arrivesAt = Math.max(arrivesAt, now + this.wayMs);
      if (underWay.length === 0 && arrivesAt <= now) {
        socket.write(bytes);
        return;
      }
      underWay.push(bytes);
      // Timers of different lengths may come in another order.
      setTimeout(() => socket.write(underWay.shift()!), arrivesAt - now);
    };
  }
}
