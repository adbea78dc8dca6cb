import { once } from 'node:events';
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { WebSocket } from 'ws';
import type { Frame } from '#source';

/** One connection, as the platform sees it, over any transport. */
export interface StandInPeer {
  readonly closed: Promise<unknown>;
  /** Absent where the transport is none. */
  readonly webSocket?: WebSocket;
  send(frame: Frame): void;
  /** Stops reading and answering, but does not close: a half-open connection. */
  freeze(): void;
  /** Sends half of a frame and closes the connection. */
  cutInMidFrame(): void;
}

/** A platform on a free loopback port. */
export interface StandIn<Peer extends StandInPeer = StandInPeer> {
  readonly url: string;
  readonly httpUrl: string;
  readonly open: number;
  /** The largest number of connections at the same time. */
  readonly openMost: number;
  /** Resolves with the nth client that connects, from 1. */
  client(nth: number): Promise<Peer>;
  stop(): Promise<void>;
}

/** The base of stand-ins that are no plain WebSocket servers. */
export abstract class HttpStandIn<Peer extends StandInPeer> implements StandIn<Peer> {
  readonly clients: Peer[] = [];
  openMost = 0;
  readonly server: Server;

  constructor(listener?: RequestListener) {
    this.server = createServer(listener);
  }

  abstract readonly open: number;

  async start(): Promise<this> {
    await once(this.server.listen(0, '127.0.0.1'), 'listening');
    return this;
  }

  get httpUrl(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  get url(): string {
    return this.httpUrl.replace('http:', 'ws:');
  }

  async client(nth: number): Promise<Peer> {
    while (this.clients.length < nth) await once(this.server, 'client');
    return this.clients[nth - 1]!;
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    this.server.close();
    await once(this.server, 'close');
  }

  protected met(peer: Peer): void {
    this.openMost = Math.max(this.openMost, this.open);
    this.clients.push(peer);
    this.server.emit('client');
  }
}
