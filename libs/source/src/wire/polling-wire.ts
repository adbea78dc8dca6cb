import { createHash } from 'node:crypto';
import type { ConnectionOptions } from '../connection/options.js';
import { boundedBody } from './bounded-body.js';
import { httpProblem, HttpWire, type Fetch, type HttpEnd } from './http-wire.js';
import type { ConnectTo } from '../source-protocol.js';
import type { OpenWire, WireListener } from './wire.js';

/** Where and when to poll next: read after the frame of each answer was handled. */
export interface PollingPace {
  readonly url: string;
  /** The time between an answer and the next request. */
  readonly waitMs: number;
}

/**
 * Polls over HTTP; the body of each answer is a frame. Unchanged answers are skipped: the server is
 * told what we have (`If-None-Match`, `If-Modified-Since`), and if it does not support that, a body
 * equal to the last one is skipped. One for each source.
 */
export class Polling {
  #asked = '';
  #validators: Readonly<Record<string, string>> = {};
  #digest = '';

  constructor(
    private readonly fetch: Fetch,
    private readonly pace: PollingPace,
  ) {}

  readonly open: OpenWire = (to, options, listener) =>
    httpProblem(to) ??
    new HttpWire(this.fetch, options, listener, (wire) => this.#read(wire, to, options, listener));

  /** The last answer could not be read: if it comes again, that is reported again. */
  forget(): void {
    this.#digest = '';
    this.#validators = {};
  }

  async #read(
    wire: HttpWire,
    to: ConnectTo,
    options: ConnectionOptions,
    listener: WireListener,
  ): Promise<HttpEnd> {
    for (let { url } = to; ; url = this.pace.url) {
      await this.#ask(url, wire, to, options, listener);
      if (wire.ended) return { code: 1000 };
      await wire.sleep(this.pace.waitMs);
      await wire.reading();
    }
  }

  async #ask(
    url: string,
    wire: HttpWire,
    to: ConnectTo,
    options: ConnectionOptions,
    listener: WireListener,
  ): Promise<void> {
    const validators = url === this.#asked ? this.#validators : {};
    const response = await wire.ask(url, {
      accept: 'application/json',
      ...to.headers,
      ...validators,
    });
    if (!response.ok && response.status !== 304) return wire.refused(response);
    const body = await boundedBody(response, options.frameBytesHardMax);
    if (wire.isCut) return;
    if (body === undefined) return listener.broken('frame-too-large');
    wire.opened();
    listener.heard();
    if (response.status === 304) return;
    this.#asked = url;
    this.#validators = validatorsOf(response.headers);
    await wire.reading();
    if (!wire.isCut && body.length > 0 && !this.#isLast(body)) listener.frame(body, false);
    // It may have been thrown away: who connects again needs it.
    if (wire.ended) this.forget();
  }

  #isLast(body: Buffer): boolean {
    const digest = createHash('sha256').update(body).digest('base64');
    if (digest === this.#digest) return true;
    this.#digest = digest;
    return false;
  }
}

function validatorsOf(headers: Headers): Record<string, string> {
  const etag = headers.get('etag');
  const modified = headers.get('last-modified');
  return {
    ...(etag !== null && { 'if-none-match': etag }),
    ...(modified !== null && { 'if-modified-since': modified }),
  };
}
