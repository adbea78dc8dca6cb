import { randomUUID } from 'node:crypto';
import { writeProbe, type BufferKeys, type BufferRedis, type RedisTrouble } from '#event-buffer';
import type { SpillBudget } from './spill-budget.js';
import type { ReadinessProbe } from '../console/readiness.js';
import type { RelayParts } from '../relay-parts.js';
import { untilRedisAnswers } from './load-salt.js';
import { redisProbe } from '../process/readiness-probes.js';
import { RedisLinks } from './redis-links.js';
import { RedisWatch } from './redis-watch.js';

/** The Redis of one process: its connections, and the log of its outages. */
export class RelayRedis {
  /** Names this process; new at every start. */
  readonly holder = randomUUID();
  readonly #keys: BufferKeys;
  readonly #links: RedisLinks;
  readonly #watch: RedisWatch;
  /** Called with every error of Redis, on any connection. */
  readonly failed = (error: Error): void => {
    this.#watch.failed(error);
  };

  constructor({ config, log, metrics }: RelayParts, keys: BufferKeys, budget: SpillBudget) {
    this.#keys = keys;
    this.#watch = new RedisWatch({
      log,
      metrics,
      write: async () => writeProbe(this.small, keys, this.holder),
      waiting: () => budget.events,
    });
    this.#links = new RedisLinks(config.redis, this.failed);
  }

  /** For leases, readiness and small reads: nothing may hold them up. */
  get small(): BufferRedis {
    return this.#links.small;
  }

  /** For what reads ahead and settles. */
  get drain(): BufferRedis {
    return this.#links.drain;
  }

  /** For appends. */
  get append(): BufferRedis {
    return this.#links.append;
  }

  /** What is wrong with Redis now, as far as it is known. */
  get trouble(): RedisTrouble | undefined {
    return this.#watch.trouble;
  }

  /** Whether Redis can be used. May be asked before the process has started. */
  probe(): ReadinessProbe {
    return redisProbe(this.small, this.#keys, this.holder, (error) => this.#watch.failed(error));
  }

  /** Waits until all connections are answered. @throws the reason of `signal`. */
  async answers(signal: AbortSignal): Promise<void> {
    await untilRedisAnswers(async () => this.#links.ping(), signal, this.failed);
  }

  /** The process stops: no more errors are reported. */
  stopWatching(): void {
    this.#watch.stop();
  }

  disconnect(): void {
    this.#links.disconnect();
  }
}
