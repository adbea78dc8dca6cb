import type { Cluster, Redis } from 'ioredis';
import { openRedis, type RedisAddress } from './redis-address.js';

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

  constructor(address: RedisAddress, channel: string, listener: SignalListener) {
    this.#redis = openRedis(address, { maxRetriesPerRequest: null });
    this.#redis.on('error', (error: Error) => listener.failed(error));
    this.#redis.on('message', (_channel: string, message: string) => listener.heard(message));
    // What was subscribed to is subscribed to again by then.
    this.#redis.on('ready', () => listener.listening?.());
    this.#channel = channel;
    this.#listener = listener;
  }

  /** Subscribes as soon as Redis answers, and again after every loss of the connection. */
  start(): void {
    this.#redis
      .subscribe(this.#channel)
      .then(() => this.#listener.listening?.())
      .catch((error: unknown) => this.#listener.failed(error as Error));
  }

  stop(): void {
    this.#redis.disconnect();
  }
}
