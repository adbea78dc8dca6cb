import type { Dispatcher } from 'undici';
import { ownTimeout } from '#timing';
import { undici } from './undici.js';
import type { Answer } from '../report/answer.js';
import type { RequestUrl } from '../request-url.js';

/** One request as it goes out. */
export interface ExchangeRequest {
  readonly method: 'GET' | 'POST' | 'PUT';
  readonly url: RequestUrl;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: Buffer | undefined;
  /** From the call to the end of the answer, including the wait for a connection. */
  readonly timeoutMs: number;
  /** How much of an answer's body is kept; the connection of a longer one is closed. */
  readonly answerBytesMax: number;
  readonly beforeWrite?: (() => boolean) | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** The result of a request. */
export type Exchange =
  | {
      readonly kind: 'answered';
      readonly answer: Answer;
      /** Whether the whole body came, within the bound. */
      readonly complete: boolean;
    }
  | {
      readonly kind: 'failed';
      readonly reason: FailureReason;
      /** Whether bytes were handed to a connection, so that the request may have arrived. */
      readonly written: boolean;
      /** The network's or undici's code. */
      readonly code?: string | undefined;
    }
  /** `beforeWrite` refused, or the signal aborted before anything was written. */
  | { readonly kind: 'not-sent' };

/** `unsendable`: HTTP cannot carry the request, and the network was not involved. */
export type FailureReason =
  'timeout' | 'reset' | 'connect-failed' | 'unreadable-answer' | 'unsendable' | 'aborted';

/**
 * Sends one request and reads its answer: no redirect, no retry, and nothing thrown except by
 * `beforeWrite`. Once a status has come the exchange counts as answered, even if the body breaks
 * off.
 */
export function exchange(
  transport: Pick<Dispatcher, 'dispatch'>,
  request: ExchangeRequest,
): Promise<Exchange> {
  return new Promise((resolve, reject) => {
    if (request.signal?.aborted === true) {
      resolve({ kind: 'not-sent' });
      return;
    }
    const run = new ExchangeRun(request, resolve, reject);
    const { method, url, headers, body } = request;
    transport.dispatch(
      {
        origin: url.origin,
        path: url.requestTarget,
        method,
        headers,
        body: body ?? null,
        // One timer of our own bounds the whole; undici's are accurate to half a second only.
        headersTimeout: 0,
        bodyTimeout: 0,
      },
      run,
    );
  });
}

/**
 * Follows one request through undici. `onRequestStart` runs in the same turn in which undici writes
 * the request to a connected socket: a throw there withdraws the request before any byte is sent,
 * and leaves the connection for others.
 */
class ExchangeRun implements Dispatcher.DispatchHandler {
  readonly #request: ExchangeRequest;
  readonly #resolve: (exchange: Exchange) => void;
  readonly #reject: (error: unknown) => void;
  readonly #timer: NodeJS.Timeout;
  readonly #onAbort = (): void => this.#giveUp('aborted');
  readonly #chunks: Buffer[] = [];
  #bytes = 0;
  #settled = false;
  #controller: Dispatcher.DispatchController | undefined;
  #head: Omit<Answer, 'body'> | undefined;

  constructor(
    request: ExchangeRequest,
    resolve: (exchange: Exchange) => void,
    reject: (error: unknown) => void,
  ) {
    this.#request = request;
    this.#resolve = resolve;
    this.#reject = reject;
    this.#timer = ownTimeout(() => this.#giveUp('timeout'), request.timeoutMs);
    request.signal?.addEventListener('abort', this.#onAbort, { once: true });
  }

  onRequestStart(controller: Dispatcher.DispatchController): void {
    // Undici would send again what it believes never arrived; that is not its decision.
    if (this.#settled || this.#controller !== undefined) throw new NotSent();
    if (!this.#mayWrite()) throw new NotSent();
    this.#controller = controller;
  }

  onResponseStart(
    _controller: Dispatcher.DispatchController,
    status: number,
    headers: Answer['headers'],
  ): void {
    // Early hints and the like: the answer is still to come.
    if (status >= 200) this.#head = { status, headers };
  }

  onResponseData(_controller: Dispatcher.DispatchController, chunk: Buffer): void {
    const room = this.#request.answerBytesMax - this.#bytes;
    this.#chunks.push(chunk.length > room ? chunk.subarray(0, room) : chunk);
    this.#bytes += chunk.length;
    if (chunk.length > room) this.#answered(false);
  }

  onResponseEnd(): void {
    this.#answered(true);
  }

  onResponseError(_controller: Dispatcher.DispatchController, error: Error): void {
    if (this.#settled) return;
    if (this.#head !== undefined) {
      this.#answered(false);
      return;
    }
    const written = this.#controller !== undefined;
    const code = codeOf(error);
    const unsent = isLocal(code) ? 'unsendable' : 'connect-failed';
    const reason = written ? brokenReasonOf(error) : unsent;
    this.#settle({ kind: 'failed', reason, written, code });
  }

  #mayWrite(): boolean {
    const { beforeWrite } = this.#request;
    if (beforeWrite === undefined) return true;
    try {
      if (beforeWrite()) return true;
      this.#settle({ kind: 'not-sent' });
    } catch (error) {
      this.#finish();
      this.#reject(error);
    }
    return false;
  }

  #giveUp(reason: 'timeout' | 'aborted'): void {
    if (this.#head !== undefined) {
      this.#answered(false);
      return;
    }
    const written = this.#controller !== undefined;
    if (reason === 'aborted' && !written) this.#settle({ kind: 'not-sent' });
    else this.#settle({ kind: 'failed', reason, written });
    this.#controller?.abort(new NotSent());
  }

  #answered(complete: boolean): void {
    if (this.#settled || this.#head === undefined) return;
    const body = this.#chunks.length === 1 ? this.#chunks[0]! : Buffer.concat(this.#chunks);
    const { status, headers } = this.#head;
    this.#settle({ kind: 'answered', answer: { status, headers, body }, complete });
    // The rest of the body is not wanted; the connection is closed with it.
    if (!complete) this.#controller?.abort(new NotSent());
  }

  #settle(outcome: Exchange): void {
    if (this.#settled) return;
    this.#finish();
    this.#resolve(outcome);
  }

  #finish(): void {
    this.#settled = true;
    clearTimeout(this.#timer);
    this.#request.signal?.removeEventListener('abort', this.#onAbort);
  }
}

/** Makes undici drop a request; nobody else sees it. */
class NotSent extends Error {
  override readonly name = 'NotSent';
}

function brokenReasonOf(error: Error): FailureReason {
  const { HTTPParserError, HeadersOverflowError, ResponseContentLengthMismatchError } =
    undici().errors;
  const unreadable =
    error instanceof HTTPParserError ||
    error instanceof HeadersOverflowError ||
    error instanceof ResponseContentLengthMismatchError;
  return unreadable ? 'unreadable-answer' : 'reset';
}

/** Whether a code means that HTTP cannot carry an argument, such as a header in Chinese. */
function isLocal(code: string | undefined): boolean {
  return (
    code !== undefined &&
    /^(?:UND_ERR_INVALID_ARG|ERR_INVALID_\w+|ERR_HTTP_INVALID_\w+)$/u.test(code)
  );
}

/** Only codes: a message may contain an address with its query. */
function codeOf(error: unknown): string | undefined {
  const code =
    typeof error === 'object' && error !== null && 'code' in error ? error.code : undefined;
  return typeof code === 'string' && /^[A-Z][A-Z0-9_]{0,63}$/u.test(code) ? code : undefined;
}
