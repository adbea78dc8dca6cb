import { BoundedMap } from '#bounded-map';
import type { IncomingMessage } from 'node:http';
import { isIPv6 } from 'node:net';
import { Problem } from '../problems/problem.js';

const WINDOW_MS = 60_000;
/** Of more addresses than these, those that began longest ago begin anew. */
const ADDRESSES_MAX = 10_000;

interface Window {
  readonly from: number;
  readonly count: number;
}

/** Counts what each address does in a minute, and tells which has done too much. */
export class Tries {
  readonly #max: number;
  readonly #now: () => number;
  readonly #windows = new BoundedMap<string, Window>(ADDRESSES_MAX);

  /** @param max in a minute. @param now a clock that does not jump, in ms. */
  constructor(max: number, now: () => number = () => performance.now()) {
    this.#max = max;
    this.#now = now;
  }

  /** How many seconds an address has to wait before its next try; 0: none. */
  waitOf(address: string): number {
    const window = this.#windowOf(address);
    if (window === undefined || window.count < this.#max) return 0;
    return Math.ceil((window.from + WINDOW_MS - this.#now()) / 1000);
  }

  /** The answer to an address that has to wait; `undefined`: it need not. */
  problemOf(address: string): Problem | undefined {
    const seconds = this.waitOf(address);
    if (seconds === 0) return undefined;
    const headers = { 'retry-after': String(seconds) };
    return new Problem('too-many-tries', `Wait ${seconds} s.`, { headers });
  }

  add(address: string): void {
    const { from, count } = this.#windowOf(address) ?? { from: this.#now(), count: 0 };
    this.#windows.set(address, { from, count: count + 1 });
  }

  #windowOf(address: string): Window | undefined {
    const window = this.#windows.get(address);
    return window === undefined || this.#now() - window.from >= WINDOW_MS ? undefined : window;
  }
}

/** The address that a request counts for: of IPv6 the network, since one machine has all of it. */
export function addressOf({ socket }: Pick<IncomingMessage, 'socket'>): string {
  const { remoteAddress = '' } = socket;
  if (!isIPv6(remoteAddress)) return remoteAddress;
  const mapped = /^::ffff:([\d.]+)$/i.exec(remoteAddress)?.[1];
  return mapped ?? networkOf(remoteAddress);
}

/** The first half of an IPv6 address. */
function networkOf(address: string): string {
  const [head = [], tail = []] = address.split('::').map((half) => half.split(':').filter(Boolean));
  const zeros = Array<string>(Math.max(0, 8 - head.length - tail.length)).fill('0');
  return [...head, ...zeros, ...tail].slice(0, 4).join(':');
}
