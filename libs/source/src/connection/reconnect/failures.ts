import { reconnectDelayMs } from './backoff.js';
import { isRefusal, type ConnectionEnd } from './end.js';
import type { ConnectionOptions } from '../options.js';
import { timerMs } from '../timer-ms.js';
import type { AfterClose } from '../../source-protocol.js';

/** Counts a connection's failed attempts in a row, and decides how long the next one waits. */
export class Failures {
  readonly #options: ConnectionOptions;
  #count = 0;
  /** The time since which every attempt was refused. */
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

  /** Something has changed: earlier failures no longer count. */
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

  /**
   * The delay before the next attempt, in ms. @param retryAfterMs the wait that the server asks
   * for.
   */
  delayMs(after: AfterClose, retryAfterMs = 0): number {
    const { now, random } = this.#options;
    const refusedForMs = this.#refusedSince === undefined ? 0 : now() - this.#refusedSince;
    // A busy server tells how long to wait; the backoff still grows.
    const rule = after === 'slow' && retryAfterMs > 0 ? 'reconnect' : after;
    const wishedMs = reconnectDelayMs(rule, this.#count, this.#options, random, refusedForMs);
    return timerMs(Math.max(wishedMs, retryAfterMs), 1);
  }
}
