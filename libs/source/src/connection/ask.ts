import { endOfSourceError, type ConnectionEnd } from './reconnect/end.js';
import type { ConnectionOptions } from './options.js';
import type { ConnectTo, SourceProtocol } from '../source-protocol.js';

/**
 * Asks a protocol where to connect to. The answer comes in time, whatever the protocol does: its
 * signal aborts when the time is up, or when the answer is no longer wanted.
 */
export class Asking {
  readonly #abort = new AbortController();
  #timer: NodeJS.Timeout | undefined;

  /**
   * @param isAgain whether attempts before this one have failed.
   * @param answer called once at most, never before the constructor has returned, and never after
   *   `cancel`.
   */
  constructor(
    protocol: SourceProtocol,
    { connectTimeoutMs, turnFor }: Pick<ConnectionOptions, 'connectTimeoutMs' | 'turnFor'>,
    isAgain: () => boolean,
    private readonly answer: (to: ConnectTo | ConnectionEnd) => void,
  ) {
    const begin = (): void => {
      this.#timer = setTimeout(() => this.#settle({ reason: 'connect-timeout' }), connectTimeoutMs);
    };
    const { signal } = this.#abort;
    const { asksAt } = protocol;
    begin();
    Promise.resolve()
      .then(async () => {
        // Waiting for a turn is not limited: others may connect first.
        if (asksAt !== undefined) {
          clearTimeout(this.#timer);
          await turnFor(asksAt, signal, isAgain);
          // The answer is no longer wanted: nobody would close what `connectTo` opens at the
          // platform.
          if (signal.aborted) throw new Error('cancelled');
          begin();
        }
        return protocol.connectTo(signal);
      })
      .then(async (to) => {
        if (this.#timer === undefined || asksAt !== undefined || to.asksForTurn === true) return to;
        // The protocol has answered.
        clearTimeout(this.#timer);
        await turnFor(to.url, signal, isAgain);
        return to;
      })
      .then(
        (to) => this.#settle(to),
        (error: unknown) => this.#settle(endOfSourceError(error)),
      );
  }

  cancel(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#abort.abort();
  }

  #settle(to: ConnectTo | ConnectionEnd): void {
    // Without a timer it was cancelled or answered already; a late answer is ignored.
    if (this.#timer === undefined) return;
    if ('reason' in to) this.cancel();
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.answer(to);
  }
}
