import { pause, shortOfMs } from '#timing';
import type { Cluster, Redis } from 'ioredis';
import { openRedis, type RedisAddress } from './redis-address.js';

/** The longest wait before a subscription that Redis refused is retried, in ms. */
const AGAIN_MS = 5000;

/** Listens on a channel. Must not throw. */
export interface SignalListener {
  heard(message: string): void;
  /** Messages arrive from now on; those sent earlier, while there was no connection, are lost. */
  listening?(): void;
  /** Errors of the connection, which repairs itself. */
  failed(error: Error): void;
}

/** Subscribes to one channel between processes, over a connection of its own. */
export class Signal {
  readonly #redis: Redis | Cluster;
  readonly #channel: string;
  readonly #listener: SignalListener;
  readonly #stopped = new AbortController();
  #round = 0;

  constructor(address: RedisAddress, channel: string, listener: SignalListener) {
    // A subscription that the client repeats by itself could be refused with nobody to catch the
    // error.
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

  /** Retries until Redis accepts it, or the connection is another one. */
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
        await pause(shortOfMs(AGAIN_MS), signal);
      }
    }
  }
}
