import type { Redis } from 'ioredis';
import type { JobLock, LockTimes } from './lock-watch.js';
import { openQueueRedis } from './queue-redis.js';
import { queuePrefixes, type QueueSpread } from './queue-shards.js';
import { reconnectDelayMs, type RedisAddress } from '../redis/redis-address.js';
import { ShardWorker } from './shard-worker.js';

/** What a start of a target's job ended with. */
export type DriveResult =
  /** The buffer is empty, or this process lost the target. */
  | { readonly kind: 'done' }
  /** Start again in so many ms; 0: at once, but behind every other target that waits. */
  | { readonly kind: 'again'; readonly inMs: number };

export interface ReportDriver {
  /**
   * Reports what waits in a target's buffer. Must not reject for anything that can happen to a
   * report; a rejection is counted through `failed`, and the job starts again in a second.
   */
  drive(target: string, queueJobId: string, lock: JobLock): Promise<DriveResult>;
  /** Wakes every target whose buffer is not empty. */
  sweep(): Promise<void>;
  /** The process stops: drives under way end after the report in flight. */
  stop(): void;
  /** An error that nothing above has dealt with. */
  failed(error: Error): void;
}

export interface ReportWorkerOptions extends QueueSpread {
  readonly redis: RedisAddress;
  /** How many targets this process works on at a time. */
  readonly targetsMax: number;
  readonly lockTimes?: LockTimes;
  /** How often stalled jobs are looked for, ms. Default 3000. */
  readonly stalledEveryMs?: number;
}

/** Drives targets, those of every queue: each has a worker of BullMQ. */
export class ReportWorker {
  readonly #workers: readonly ShardWorker[];
  readonly #driver: ReportDriver;
  readonly #redis: Pick<Redis, 'disconnect'>;
  #stopped = false;

  constructor(driver: ReportDriver, options: ReportWorkerOptions) {
    this.#driver = driver;
    const redis = openQueueRedis(options.redis, {
      maxRetriesPerRequest: null,
      // BullMQ waits on connections made like this one; a job that hangs would keep them open.
      retryStrategy: (times) => (this.#stopped ? null : reconnectDelayMs(times)),
    });
    redis.on('error', (error: Error) => driver.failed(error));
    this.#redis = redis;
    const prefixes = queuePrefixes(options);
    // Targets are spread evenly, and so is what a process takes on.
    const targetsMax = Math.ceil(options.targetsMax / prefixes.length);
    this.#workers = prefixes.map(
      (prefix) => new ShardWorker(driver, prefix, redis, { ...options, targetsMax }),
    );
  }

  /** Whether it takes jobs, as far as BullMQ tells. */
  get isRunning(): boolean {
    return this.#workers.every(({ isRunning }) => isRunning);
  }

  /** For how long, in ms, it has been without a job; 0 while it has one. */
  get idleMs(): number {
    return Math.min(...this.#workers.map(({ idleMs }) => idleMs));
  }

  /** Starts to take jobs. */
  start(): void {
    for (const worker of this.#workers) worker.start();
  }

  /**
   * Takes no more jobs and waits for those under way, at most so long; what is not done by then
   * is left to the recovery of stalled jobs.
   */
  async stop(withinMs: number): Promise<void> {
    this.#driver.stop();
    await Promise.all(this.#workers.map(async (worker) => worker.close(withinMs)));
    this.#stopped = true;
    for (const worker of this.#workers) worker.forget();
    this.#redis.disconnect();
  }
}
