import { createRequire } from 'node:module';
import type { EventSourceMessage, EventSourceParser } from 'eventsource-parser';
import type { ConnectionOptions } from '../connection/options.js';
import { httpProblem, HttpWire, type Fetch, type HttpEnd } from './http-wire.js';
import type { ConnectTo } from '../source-protocol.js';
import type { OpenWire, WireListener } from './wire.js';
import { bilingual } from '../bilingual.js';

/**
 * Server-sent events. A frame is a JSON text, `{"event": …, "id": …, "data": "…"}`, where `data` is
 * the text as it came. One for each source: on a reconnect it tells the server the id of the last
 * event.
 * @see https://html.spec.whatwg.org/multipage/server-sent-events.html
 */
export class EventStream {
  #lastId: string | undefined;

  constructor(private readonly fetch: Fetch) {}

  /** The next connection is as the first one: the server is not told of an event. */
  forget(): void {
    this.#lastId = undefined;
  }

  readonly open: OpenWire = (to, options, listener) =>
    httpProblem(to) ??
    new HttpWire(this.fetch, options, listener, (wire) => this.#read(wire, to, options, listener));

  async #read(
    wire: HttpWire,
    to: ConnectTo,
    options: ConnectionOptions,
    listener: WireListener,
  ): Promise<HttpEnd> {
    const response = await wire.ask(to.url, { ...this.#headers(), ...to.headers });
    const type = response.headers.get('content-type') ?? '';
    if (response.status !== 200) wire.refused(response);
    else if (!EVENT_STREAM.test(type)) wire.refused(response, NO_STREAM);
    if (wire.ended || response.body === null) return { code: 1000 };
    wire.opened();
    let retryAfterMs: number | undefined;
    const parser = eventSourceParser()({
      maxBufferSize: options.frameBytesHardMax,
      onEvent: (event) => this.#take(event, wire, listener),
      onRetry: (ms) => (retryAfterMs = ms),
      onError: ({ type: problem }) => {
        if (problem === 'max-buffer-size-exceeded') listener.broken('frame-too-large');
      },
    });
    try {
      await readInto(parser, response.body, wire, listener);
    } catch {
      return { code: 1006, retryAfterMs };
    }
    return { code: 1000, retryAfterMs };
  }

  #headers(): Record<string, string> {
    const about = { accept: 'text/event-stream', 'cache-control': 'no-cache' };
    if (this.#lastId === undefined) return about;
    // Its UTF-8 bytes, each as one character of the header.
    return { ...about, 'last-event-id': Buffer.from(this.#lastId).toString('latin1') };
  }

  #take({ event, id, data }: EventSourceMessage, wire: HttpWire, listener: WireListener): void {
    if (wire.isCut) return;
    // What comes as it is left may be thrown away: a server can repeat it.
    if (id !== undefined && !wire.ended) this.#lastId = TELLABLE.test(id) ? id : undefined;
    listener.frame(Buffer.from(JSON.stringify({ event: event ?? 'message', id, data })), false);
  }
}

async function readInto(
  parser: EventSourceParser,
  body: ReadableStream<Uint8Array>,
  wire: HttpWire,
  listener: WireListener,
): Promise<void> {
  const text = new TextDecoder();
  const ends = new LineEnds();
  const lines = new EventLines();
  // The stream can be iterated, but its type does not say so.
  for await (const chunk of body as unknown as AsyncIterable<Uint8Array>) {
    for (let at = 0; at < chunk.length; at += PORTION_BYTES) {
      await wire.reading();
      if (wire.isCut) return;
      const portion = chunk.subarray(at, at + PORTION_BYTES);
      listener.heard();
      // Comments and empty lines are work, too.
      listener.worked(portion.length + lines.read(portion) * LINE_WORK);
      if (lines.ofEvent > EVENT_LINES_MAX) {
        listener.broken('frame-too-large');
        throw new Error('An event has too many lines.');
      }
      parser.feed(ends.told(text.decode(portion, { stream: true })));
    }
  }
}

/**
 * Counts lines, and those of the current event. Its text is assembled line by line, and a million
 * empty lines make a chain of a million strings, which costs far more than its characters.
 */
export class EventLines {
  ofEvent = 0;
  #length = 0;
  #wasReturn = false;

  /** @returns how many lines end in it. */
  read(portion: Uint8Array): number {
    let lines = 0;
    for (const byte of portion) {
      const isSecond = byte === LF && this.#wasReturn;
      this.#wasReturn = byte === CR;
      if (isSecond) continue;
      if (byte !== LF && byte !== CR) {
        this.#length++;
        continue;
      }
      lines++;
      // An empty line ends the event.
      this.ofEvent = this.#length === 0 ? 0 : this.ofEvent + 1;
      this.#length = 0;
    }
    return lines;
  }
}

/**
 * A line that ends with a carriage return ends there, and not with the next data: the parser waits
 * for the line feed that may follow, so a server that writes none would be an event behind.
 */
export class LineEnds {
  #isEnded = false;

  told(text: string): string {
    if (text === '') return text;
    const rest = this.#isEnded && text.startsWith('\n') ? text.slice(1) : text;
    this.#isEnded = text.endsWith('\r');
    return this.#isEnded ? `${rest}\n` : rest;
  }
}

/** Loaded with the first stream. */
function eventSourceParser(): typeof import('eventsource-parser').createParser {
  const require = createRequire(import.meta.url);
  return (require('eventsource-parser') as typeof import('eventsource-parser')).createParser;
}

const EVENT_STREAM = /^\s*text\/event-stream\s*(?:;|$)/i;
/** Read between two checks whether to read on: it may hold many short events. */
const PORTION_BYTES = 1024;
const LF = 0x0a;
const CR = 0x0d;
/** The work of a line, in the units of FRAME_WORK, even of an empty one. */
const LINE_WORK = 64;
/** The most lines of an event, however short they are. */
const EVENT_LINES_MAX = 10_000;
/** Not empty, and nothing that a header cannot hold: no request could be sent with it, ever again. */
const TELLABLE = /^(?:\t|\P{Cc}){1,1024}$/u;
const NO_STREAM = bilingual(
  'The server answers, but not with an event stream (text/event-stream): check the url of this source; what answers with JSON is read by a source of type poll.',
  '服务器有响应，但不是事件流（text/event-stream）：请检查该来源的 url；返回 JSON 的接口请改用 poll 类型的来源。',
);
