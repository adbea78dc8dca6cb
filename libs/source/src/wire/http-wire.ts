import { USER_AGENT } from '#agent';
import { fullPause } from '#timing';
import {
  endOfRefusedUpgrade,
  failureCode,
  type ConnectionEnd,
} from '../connection/reconnect/end.js';
import type { ConnectionOptions } from '../connection/options.js';
import type { ConnectTo } from '../source-protocol.js';
import { timerMs } from '../connection/timer-ms.js';
import type { Wire, WireListener } from './wire.js';
import { bilingual } from '../bilingual.js';

/** The type of the global `fetch`. */
export type Fetch = typeof globalThis.fetch;

/** How an HTTP wire ended by itself. */
export interface HttpEnd {
  /** As for a WebSocket: 1000 if the answer was complete. */
  readonly code: number;
  readonly retryAfterMs?: number | undefined;
}

/**
 * A one-way wire over HTTP: a task reads its data, and ends with the wire or ends it. Redirects are
 * refused, as they are for WebSockets: headers may hold a token.
 */
export class HttpWire implements Wire {
  readonly unsentBytes = 0;
  #code = 1006;
  #isCut = false;
  #opened = false;
  #resumed: Promise<void> | undefined;
  #resume: (() => void) | undefined;
  readonly #abort = new AbortController();

  constructor(
    private readonly fetch: Fetch,
    private readonly options: ConnectionOptions,
    private readonly listener: WireListener,
    read: (wire: HttpWire) => Promise<HttpEnd>,
  ) {
    // The opener must have the wire before its listener is called.
    queueMicrotask(() => void this.#run(read));
  }

  /** Whether nothing more is asked for. What has come is still handed on, unless it {@link isCut}. */
  get ended(): boolean {
    return this.#abort.signal.aborted;
  }

  get isCut(): boolean {
    return this.#isCut;
  }

  /** The wire is one-way. */
  send(): void {}

  ping(): boolean {
    return false;
  }

  close(): void {
    this.#code = 1000;
    this.#end();
  }

  terminate(): void {
    this.#code = 1006;
    this.#isCut = true;
    this.#end();
  }

  pause(): void {
    this.#resumed ??= new Promise((resolve) => {
      this.#resume = resolve;
    });
  }

  resume(): void {
    this.#resume?.();
    this.#resumed = undefined;
  }

  /** Resolves once reading has resumed. */
  async reading(): Promise<void> {
    while (this.#resumed !== undefined && !this.ended) await this.#resumed;
  }

  async sleep(ms: number): Promise<void> {
    await fullPause(timerMs(ms, 1), this.#abort.signal);
  }

  ask(url: string, headers: Readonly<Record<string, string>>): Promise<Response> {
    return this.fetch(url, {
      headers: { 'user-agent': USER_AGENT, ...headers },
      redirect: 'manual',
      signal: this.#abort.signal,
    });
  }

  opened(): void {
    if (this.#opened || this.ended) return;
    this.#opened = true;
    this.listener.opened();
  }

  /** Reports that the server answers and refuses us. */
  refused(response: Response, sentence?: string): void {
    const headers = Object.fromEntries(response.headers);
    const end = endOfRefusedUpgrade(response.status, headers, this.options);
    this.listener.refused(sentence === undefined ? end : { ...end, after: 'slow', sentence });
  }

  async #run(read: (wire: HttpWire) => Promise<HttpEnd>): Promise<void> {
    let end: HttpEnd | undefined;
    try {
      end = await read(this);
    } catch (error) {
      // Once it was open, an abnormal end says as much.
      if (!this.#opened && !this.ended) this.listener.failed(failureCode(error));
    }
    const { code, retryAfterMs } = this.ended || end === undefined ? { code: this.#code } : end;
    this.#end();
    this.listener.closed(code, '', retryAfterMs);
  }

  #end(): void {
    this.#abort.abort();
    this.resume();
  }
}

/** Why an address or its headers cannot be used over HTTP; `undefined` if they can. */
export function httpProblem({ url, headers }: ConnectTo): ConnectionEnd | undefined {
  const parsed = URL.canParse(url) ? new URL(url) : undefined;
  const isHttp = parsed?.protocol === 'http:' || parsed?.protocol === 'https:';
  // fetch refuses user names and passwords in an address, and its message quotes them.
  if (!isHttp || parsed.username !== '' || parsed.password !== '') return INVALID_ADDRESS;
  try {
    void new Headers(headers);
    return undefined;
  } catch {
    return INVALID_ADDRESS;
  }
}

const INVALID_ADDRESS: ConnectionEnd = {
  reason: 'invalid-address',
  after: 'slow',
  sentence: bilingual(
    'The address of this source cannot be used: its url must begin with http:// or https:// and hold no user and password, its headers only characters that HTTP allows.',
    '该来源的地址无法使用：url 必须以 http:// 或 https:// 开头，不能带用户名和密码；headers 只能使用 HTTP 允许的字符。',
  ),
};
