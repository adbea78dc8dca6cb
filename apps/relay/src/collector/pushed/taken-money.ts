import { createHash } from 'node:crypto';
import { SharedTexts, type BufferKeys, type BufferRedis } from '#event-buffer';
import { LATE_MONEY_MS, REPLAY_WINDOW_MS } from '#platforms';

/**
 * Remembers, across processes and restarts, which signed pushes of money were taken. Such a push
 * may be later than the buffer remembers ids, and a recorded one must not count again.
 */
export class TakenMoney {
  readonly #texts: SharedTexts;
  readonly #keys: BufferKeys;

  constructor(redis: BufferRedis, keys: BufferKeys) {
    this.#texts = new SharedTexts(redis);
    this.#keys = keys;
  }

  /** @throws where Redis does not answer. */
  async has(bridge: string, signature: string): Promise<boolean> {
    return this.#texts.has(this.#keyOf(bridge, signature));
  }

  /** @throws where Redis does not answer. */
  async add(bridge: string, signature: string): Promise<void> {
    await this.#texts.put(this.#keyOf(bridge, signature), '1', KEPT_MS);
  }

  #keyOf(bridge: string, signature: string): string {
    const digest = createHash('sha256').update(signature).digest('base64url');
    return this.#keys.takenPush(`${bridge}:${digest}`);
  }
}

/** Twice the tolerance: a signature's time may also be ahead of our clock. */
const KEPT_MS = LATE_MONEY_MS + 2 * REPLAY_WINDOW_MS;
