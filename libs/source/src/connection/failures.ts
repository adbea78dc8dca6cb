import { reconnectDelayMs } from './backoff.js';
import { isRefusal, type ConnectionEnd } from './end.js';
import type { ConnectionOptions } from './options.js';
import { timerMs } from './timer-ms.js';
import type { AfterClose } from '../source-protocol.js';

/** The attempts of a connection that failed in a row, and how long they make it wait for the next. */
export class Failures {
  readonly #options: ConnectionOptions;
  #count = 0;
  /** Since when every attempt was refused. */
  #refusedSince: number | undefined;
  #readySince: number | undefined;

  constructor(options: ConnectionOptions) {
    this.#options = options;
  }

  get count(): number {
    return this.#count;
  }

  /** It is connected; if that lasts, the count starts again from 0. */
  ready(): void {
    this.#readySince ??= this.#options.now();
  }

  /** The connection ended on purpose. */
  left(): void {
    this.#readySince = undefined;
  }

  /** Something has changed: earlier failures do not count any more. */
  forget(): void {
    this.#count = 0;
    this.#refusedSince = undefined;
  }

  add(end: ConnectionEnd): void {
    const { now, stableMs } = this.#options;
    const wasStable = this.#readySince !== undefined && now() - this.#readySince >= stableMs;
    this.#count = wasStable ? 1 : this.#count + 1;
    this.#readySince = undefined;
    this.#refusedSince = isRefusal(end) ? (this.#refusedSince ?? now()) : undefined;
  }

  /** Until the next attempt, in ms. @param retryAfterMs when the server says that it may be. */
  delayMs(after: AfterClose, retryAfterMs = 0): number {
    const { now, random } = this.#options;
    const refusedForMs = this.#refusedSince === undefined ? 0 : now() - this.#refusedSince;
    // A server that is busy says for how long; the backoff still grows.
    const rule = after === 'slow' && retryAfterMs > 0 ? 'reconnect' : after;
    const wishedMs = reconnectDelayMs(rule, this.#count, this.#options, random, refusedForMs);
    return timerMs(Math.max(wishedMs, retryAfterMs), 1);
  }
}
