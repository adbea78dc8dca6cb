import { pause } from '#timing';
import type { Cluster, Redis } from 'ioredis';
import { openRedis, type RedisAddress } from './redis-address.js';

/** How long until a subscription that Redis refused is tried again, in ms. */
const AGAIN_MS = 5000;

/** Hears of a channel. Must not throw. */
export interface SignalListener {
  heard(message: string): void;
  /** It hears from now on; what was told before, while there was no connection, is lost. */
  listening?(): void;
  /** Errors of the connection, which repairs itself. */
  failed(error: Error): void;
}

/** Subscribes to one channel on which processes tell each other something, over a connection of its own. */
export class Signal {
  readonly #redis: Redis | Cluster;
  readonly #channel: string;
  readonly #listener: SignalListener;
  readonly #stopped = new AbortController();
  #round = 0;

  constructor(address: RedisAddress, channel: string, listener: SignalListener) {
    // Nobody could catch it where a subscription that the client repeats by itself is refused.
    this.#redis = openRedis(address, { maxRetriesPerRequest: null, autoResubscribe: false });
    this.#redis.on('error', (error: Error) => listener.failed(error));
    this.#redis.on('message', (_channel: string, message: string) => listener.heard(message));
    this.#channel = channel;
    this.#listener = listener;
  }

  /** Subscribes as soon as Redis answers, and again after every loss of the connection. */
  start(): void {
    this.#redis.on('ready', () => void this.#subscribe());
    if (this.#redis.status === 'ready') void this.#subscribe();
  }

  stop(): void {
    this.#stopped.abort();
    this.#redis.disconnect();
  }

  /** Tries until Redis takes it, or the connection is another. */
  async #subscribe(): Promise<void> {
    const round = ++this.#round;
    const { signal } = this.#stopped;
    while (round === this.#round && !signal.aborted) {
      try {
        await this.#redis.subscribe(this.#channel);
        this.#listener.listening?.();
        return;
      } catch (error) {
        this.#listener.failed(error as Error);
        await pause(AGAIN_MS, signal);
      }
    }
  }
}
