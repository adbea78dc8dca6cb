import type { IncomingMessage, ServerResponse } from 'node:http';
import type { FeedReader, RowFeed } from './row-feed.js';

/** How long between two messages, and between two signs of life. */
const MESSAGE_EVERY_MS = 1000;
const COMMENT_EVERY_MS = 15_000;
/** A client that takes nothing for this long is gone. */
const STUCK_MS_MAX = 30_000;
/** A message is written in pieces: with thousands of bridges all rows take minutes on a slow line. */
const PIECE_BYTES = 131_072;
/** A page is told of events alone: by this one it sees that the stream is not just silent. */
const HERE = 'event: here\ndata: {}\n\n';
/** Looks at the status come a little early or late. */
const EARLY_MS = 100;

/** Why a stream ends that its client did not end. */
export type StreamEnd = 'session-over' | 'stopping';

/**
 * One open stream of server-sent events. A message is written only when the one before has been
 * taken: what waits for a slow client is one message at most.
 *
 * @see https://html.spec.whatwg.org/multipage/server-sent-events.html
 */
export class EventClient {
  readonly #response: ServerResponse;
  readonly #reader: FeedReader;
  readonly #comments: NodeJS.Timeout;
  #after: string | undefined;
  #sentAt = -Infinity;
  #stuckSince: number | undefined;
  /** What waits for a client that is stuck. */
  #pieces: Buffer[] = [];
  #isUnknownTold = false;

  /** Begins the stream. */
  constructor(request: IncomingMessage, response: ServerResponse, feed: RowFeed) {
    this.#response = response;
    const last = request.headers['last-event-id'];
    this.#after = typeof last === 'string' ? last : undefined;
    this.#reader = feed.reader(this.#after);
    response.writeHead(200, {
      'content-type': 'text/event-stream; charset=utf-8',
      'x-accel-buffering': 'no',
    });
    this.#write('retry: 2000\n\n');
    this.#comments = setInterval(() => this.#comment(), COMMENT_EVERY_MS);
    response.once('close', () => {
      clearInterval(this.#comments);
      this.#reader.close();
    });
  }

  /** The status was looked at; `false`: it could not be read. */
  looked(isKnown: boolean): void {
    if (!isKnown) return this.#tellUnknown();
    const isEarly = performance.now() - this.#sentAt < MESSAGE_EVERY_MS - EARLY_MS;
    if (isEarly || !this.#takesMore()) return;
    const message = this.#reader.next();
    if (message === undefined && !this.#isUnknownTold) return;
    if (message === undefined) {
      // A client that hears `known` was told `unknown` before.
      this.#send('known', '{}', this.#after);
    } else {
      this.#send(message.event, message.text, message.id);
      // At once, so that a page sees a stream that falls silent soon; before all rows it may take minutes.
      if (this.#after === undefined) this.#write(HERE);
      this.#after = message.id;
    }
    this.#isUnknownTold = false;
  }

  end(reason: StreamEnd): void {
    if (this.#response.writableEnded) return;
    this.#send('end', JSON.stringify({ reason }), undefined);
    for (const piece of this.#pieces.splice(0)) this.#response.write(piece);
    this.#response.end();
  }

  #tellUnknown(): void {
    if (this.#isUnknownTold || !this.#takesMore()) return;
    this.#isUnknownTold = true;
    const why = 'The ledger cannot be read. /readyz says how Redis is.';
    this.#send('unknown', JSON.stringify({ why }), this.#after);
  }

  #comment(): void {
    if (this.#takesMore()) this.#write(`: still here\n${HERE}`);
  }

  #send(event: string, data: string, id: string | undefined): void {
    this.#sentAt = performance.now();
    const named = id === undefined ? '' : `id: ${id}\n`;
    this.#write(`${named}event: ${event}\ndata: ${data}\n\n`);
  }

  #write(text: string): void {
    const bytes = Buffer.from(text);
    for (let at = 0; at < bytes.length; at += PIECE_BYTES) {
      this.#pieces.push(bytes.subarray(at, at + PIECE_BYTES));
    }
    if (this.#stuckSince === undefined) this.#writeOn();
  }

  #writeOn(): void {
    const response = this.#response;
    this.#stuckSince = undefined;
    while (!response.destroyed && !response.writableEnded) {
      const piece = this.#pieces.shift();
      if (piece === undefined) return;
      if (response.write(piece)) continue;
      this.#stuckSince = performance.now();
      response.once('drain', () => this.#writeOn());
      return;
    }
  }

  #takesMore(): boolean {
    if (this.#stuckSince === undefined) return !this.#response.destroyed;
    if (performance.now() - this.#stuckSince > STUCK_MS_MAX) this.#response.destroy();
    return false;
  }
}
