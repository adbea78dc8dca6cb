import type { ServerResponse } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Frame } from '#source';
import { HttpStandIn, type StandInPeer } from './stand-in.js';

/** How long a request waits for a frame before its answer says that there is nothing new. */
const NOTHING_NEW_MS = 20;

/** A server that is polled: each frame is the body of an answer. */
export class PolledStandIn extends HttpStandIn<PolledPeer> {
  /** How many requests wait for their answers. */
  open = 0;

  constructor() {
    super((_, response) => {
      response.shouldKeepAlive = false;
      this.open += 1;
      response.on('close', () => (this.open -= 1));
      const last = this.clients.at(-1);
      if (last !== undefined && !last.hasEnded) return last.answer(response);
      const peer = new PolledPeer();
      peer.nothingNew(response);
      this.met(peer);
    });
  }

  static start(): Promise<PolledStandIn> {
    return new PolledStandIn().start();
  }
}

/** The requests of one connection, which ends when a request is aborted. */
export class PolledPeer implements StandInPeer {
  hasEnded = false;
  #frozen = false;
  #cut = false;
  #last = Buffer.alloc(0);
  #asking: ServerResponse | undefined;
  #askedAt = performance.now();
  readonly #frames: Buffer[] = [];

  get isAsking(): boolean {
    return this.#asking !== undefined;
  }

  /** Resolves once the client no longer sends requests. */
  get closed(): Promise<unknown> {
    return (async () => {
      while (this.isAsking || performance.now() - this.#askedAt < 10 * NOTHING_NEW_MS) {
        await sleep(NOTHING_NEW_MS);
      }
    })();
  }

  send(frame: Frame): void {
    const body = Buffer.from(frame.length === 0 ? 'nothing' : frame);
    // The source ignores a body that equals the one before, so the two must differ.
    this.#last = body.equals(this.#last) ? Buffer.concat([body, Buffer.from(' ')]) : body;
    this.#frames.push(this.#last);
    this.#answerNow();
  }

  freeze(): void {
    this.#frozen = true;
  }

  cutInMidFrame(): void {
    this.#cut = true;
    this.#answerNow();
  }

  answer(response: ServerResponse): void {
    this.#askedAt = performance.now();
    this.#asking = response;
    response.on('close', () => {
      if (this.#asking !== response) return;
      this.#asking = undefined;
      this.hasEnded = true;
    });
    this.#answerNow();
    setTimeout(() => {
      if (this.#asking === response && !this.#frozen) this.nothingNew(response);
    }, NOTHING_NEW_MS);
  }

  nothingNew(response: ServerResponse): void {
    this.#asking = undefined;
    response.writeHead(204).end();
  }

  #answerNow(): void {
    const response = this.#asking;
    if (response === undefined || this.#frozen) return;
    if (this.#cut) {
      response.writeHead(200, { 'content-length': '100' });
      response.write('{"', () => response.destroy());
      return;
    }
    const body = this.#frames.shift();
    if (body === undefined) return;
    this.#asking = undefined;
    response.writeHead(200, { 'content-type': 'application/json' }).end(body);
  }
}
