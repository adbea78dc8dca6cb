import { once } from 'node:events';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Frame } from '#source';
import { HttpStandIn, type StandInPeer } from './stand-in.js';

/** A server of server-sent events: each frame is the data of an event. */
export class EventStreamStandIn extends HttpStandIn<EventStreamPeer> {
  #open = 0;

  constructor() {
    super((request, response) => {
      this.#open += 1;
      response.on('close', () => (this.#open -= 1));
      response.writeHead(200, { 'content-type': 'text/event-stream; charset=utf-8' });
      response.flushHeaders();
      this.met(new EventStreamPeer(request, response));
    });
  }

  static start(): Promise<EventStreamStandIn> {
    return new EventStreamStandIn().start();
  }

  get open(): number {
    return this.#open;
  }
}

export class EventStreamPeer implements StandInPeer {
  readonly closed: Promise<unknown>;

  constructor(
    readonly request: IncomingMessage,
    readonly response: ServerResponse,
  ) {
    this.closed = once(response, 'close');
  }

  send(frame: Frame): void {
    const data = typeof frame === 'string' ? Buffer.from(frame) : frame;
    // Clients ignore an event without data.
    const lines = (data.toString('latin1') || 'nothing').split(/\r\n|\r|\n/);
    this.write(Buffer.from(`${lines.map((line) => `data: ${line}\n`).join('')}\n`, 'latin1'));
  }

  write(bytes: string | Buffer): void {
    this.response.write(bytes);
  }

  /** Nothing to do: the server sends nothing by itself. */
  freeze(): void {}

  cutInMidFrame(): void {
    this.response.write('data: {"', () => this.request.socket.destroy());
  }
}
