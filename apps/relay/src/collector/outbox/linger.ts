import type { Bridge } from '../held/bridge.js';

/** What arrives for a bridge within so long goes into one append. */
const LINGER_MS = 2;

/** Flushes bridges shortly after something arrived: one timer, however many are busy. */
export class Linger {
  #stirred = new Set<Bridge>();
  #timer: NodeJS.Timeout | undefined;

  stir(bridge: Bridge): void {
    this.#stirred.add(bridge);
    this.#timer ??= setTimeout(() => this.#flush(), LINGER_MS);
  }

  /** Whoever stops flushes what is left. */
  stop(): void {
    clearTimeout(this.#timer);
  }

  #flush(): void {
    this.#timer = undefined;
    const stirred = this.#stirred;
    this.#stirred = new Set();
    for (const bridge of stirred) bridge.flush();
  }
}
