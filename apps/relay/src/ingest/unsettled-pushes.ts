import { BoundedMap } from '#bounded-map';
import { createHash } from 'node:crypto';
import type { Push } from '../collector/pushed/pushed-bridge.js';

const KEPT_MAX = 1000;
const KEPT_MS = 60_000;

/**
 * Remembers pushes that were answered with 503 because Redis did not confirm them in time, though
 * it may still take them. When the same body is pushed to the same bridge again, the first push is
 * waited for, and nothing is taken twice. Bounded.
 */
export class UnsettledPushes {
  readonly #kept = new BoundedMap<string, { readonly push: Push; readonly until: number }>(
    KEPT_MAX,
  );
  readonly #now: () => number;

  /** @param now monotonic, in ms. */
  constructor(now: () => number = () => performance.now()) {
    this.#now = now;
  }

  keep(bridge: string, body: Buffer, push: Push): void {
    const now = this.#now();
    this.#kept.dropWhile(({ until }) => until <= now);
    this.#kept.set(keyOf(bridge, body), { push, until: now + KEPT_MS });
  }

  /** The earlier push of this body, once. */
  take(bridge: string, body: Buffer): Push | undefined {
    if (this.#kept.size === 0) return undefined;
    const key = keyOf(bridge, body);
    const kept = this.#kept.get(key);
    this.#kept.delete(key);
    return kept !== undefined && kept.until > this.#now() ? kept.push : undefined;
  }
}

function keyOf(bridge: string, body: Buffer): string {
  return `${bridge} ${createHash('sha256').update(body).digest('base64')}`;
}
