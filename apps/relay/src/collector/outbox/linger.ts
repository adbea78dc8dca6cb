import type { Bridge } from '../held/bridge.js';

/**
 * The shortest time between two flushes, in ms: what arrives meanwhile for a bridge goes into one
 * append.
 */
const LINGER_MS = 2;

/**
 * Flushes bridges that have events: at the end of this turn of the event loop where it was quiet
 * before, else a moment after the last flush. One timer for all bridges.
 */
export class Linger {
  #stirred = new Set<Bridge>();
  #flushedAt = -Infinity;
  #cancel: (() => void) | undefined;

  stir(bridge: Bridge): void {
    this.#stirred.add(bridge);
    this.#cancel ??= this.#schedule();
  }

  /** Stops the timer; the caller flushes what is left. */
  stop(): void {
    this.#cancel?.();
    this.#cancel = () => {};
  }

  #schedule(): () => void {
    const inMs = this.#flushedAt + LINGER_MS - performance.now();
    if (inMs > 0) {
      const timer = setTimeout(() => this.#flush(), inMs);
      return () => clearTimeout(timer);
    }
    const immediate = setImmediate(() => this.#flush());
    return () => clearImmediate(immediate);
  }

  #flush(): void {
    this.#cancel = undefined;
    this.#flushedAt = performance.now();
    const stirred = this.#stirred;
    this.#stirred = new Set();
    for (const bridge of stirred) bridge.flush();
  }
}
