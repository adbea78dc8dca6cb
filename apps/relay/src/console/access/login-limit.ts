import type { IncomingMessage } from 'node:http';
import { Problem } from '../problems/problem.js';

/** Wrong tokens within {@link WINDOW_MS}: from one address, and from all. */
export const TRIES_MAX = 10;
const TRIES_OF_ALL_MAX = 100;
const WINDOW_MS = 60_000;

/** Bounds how often a token can be guessed. Keeps only the wrong tries of one window. */
export class LoginLimit {
  readonly #now: () => number;
  readonly #triesMax: number;
  #tries: { readonly address: string; readonly at: number }[] = [];

  /** @param now a clock that does not jump, in ms. @param triesMax from one address in a minute. */
  constructor(now: () => number = () => performance.now(), triesMax = TRIES_MAX) {
    this.#now = now;
    this.#triesMax = triesMax;
  }

  /** How many seconds an address has to wait before its next try; 0: none. */
  waitOf(address: string): number {
    const now = this.#now();
    this.#tries = this.#tries.filter(({ at }) => now - at < WINDOW_MS);
    const own = this.#tries.filter((one) => one.address === address);
    const blocking = own.at(-this.#triesMax) ?? this.#tries.at(-TRIES_OF_ALL_MAX);
    return blocking === undefined ? 0 : Math.ceil((blocking.at + WINDOW_MS - now) / 1000);
  }

  /** The answer to an address that has to wait; `undefined`: it need not. */
  problemOf(address: string): Problem | undefined {
    const seconds = this.waitOf(address);
    if (seconds === 0) return undefined;
    const headers = { 'retry-after': String(seconds) };
    return new Problem('too-many-tries', `Wait ${seconds} s.`, { headers });
  }

  /** An address showed a wrong token. */
  failed(address: string): void {
    this.#tries.push({ address, at: this.#now() });
  }
}

/** The address that a request counts for. */
export function addressOf({ socket }: Pick<IncomingMessage, 'socket'>): string {
  return socket.remoteAddress ?? '';
}
