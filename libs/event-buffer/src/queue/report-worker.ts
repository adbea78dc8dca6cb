import type { Redis } from 'ioredis';
import { IdleWatch } from './idle-watch.js';
import type { JobLock, LockTimes } from './lock-watch.js';
import { openQueueRedis } from './queue-redis.js';
import { queuePrefixes, type QueueSpread } from './queue-shards.js';
import { waitKeyOf } from './report-queue.js';
import { redisAgainMs, type RedisAddress } from '../redis/redis-address.js';
import { ShardWorker } from './shard-worker.js';

/** The result of one run of a target's job. */
export type DriveResult =
  /** The buffer is empty, or this process lost the target. */
  | { readonly kind: 'done' }
  /** The job should run again in this many ms; 0: at once, but after all other waiting targets. */
  | { readonly kind: 'again'; readonly inMs: number };

/** What a {@link ReportWorker} drives the targets with, and tells of itself. */
export interface ReportDriver {
  /**
   * Reports what waits in a target's buffer. Must not reject for anything that can happen to a
   * report; a rejection is counted through `failed`, and the job starts again in a second.
   */
  drive(target: string, queueJobId: string, lock: JobLock): Promise<DriveResult>;
  /** Wakes every target whose buffer is not empty. */
  sweep(): Promise<void>;
  /** The process stops: runs under way end after the report in flight. */
  stop(): void;
  /** A consumer that took no job though some waited was restarted. */
  restarted(): void;
  /** An error that nothing else handled. */
  failed(error: Error): void;
}

export interface ReportWorkerOptions extends QueueSpread {
  readonly redis: RedisAddress;
  /** How many targets this process works on at a time. */
  readonly targetsMax: number;
  readonly lockTimes?: LockTimes;
  /** How often stalled jobs are looked for, in ms. @defaultValue 3000 */
  readonly stalledEveryMs?: number;
  /** After how long without a job, while some wait, a consumer is restarted, in ms. @defaultValue 6000 */
  readonly stuckMs?: number;
}

/** Longer than a wait for a job and the check after it take, in ms. */
const STUCK_MS = 6000;

/** Drives the targets of all queues; each queue has a worker of BullMQ. */
export class ReportWorker {
  readonly #workers: readonly ShardWorker[];
  readonly #watch: IdleWatch;
  readonly #driver: ReportDriver;
  readonly #redis: Pick<Redis, 'disconnect'>;
  #stopped = false;

  constructor(driver: ReportDriver, options: ReportWorkerOptions) {
    this.#driver = driver;
    const redis = openQueueRedis(options.redis, {
      maxRetriesPerRequest: null,
      // BullMQ waits on connections made like this one; a job that hangs would keep them open.
      retryStrategy: (times) => (this.#stopped ? null : redisAgainMs(times)),
    });
    redis.on('error', (error: Error) => driver.failed(error));
    this.#redis = redis;
    const prefixes = queuePrefixes(options);
    // Targets are spread evenly, and so is the share that a process takes.
    const targetsMax = Math.ceil(options.targetsMax / prefixes.length);
    this.#workers = prefixes.map(
      (prefix) => new ShardWorker(driver, prefix, redis, { ...options, targetsMax }),
    );
    this.#watch = new IdleWatch({
      workers: this.#workers,
      waiting: async (i) => redis.llen(waitKeyOf(prefixes[i]!)),
      stuckMs: options.stuckMs ?? STUCK_MS,
      driver,
    });
  }

  /** Whether it takes jobs, as far as BullMQ tells. */
  get isRunning(): boolean {
    return this.#workers.every(({ isRunning }) => isRunning);
  }

  /** For how long, in ms, it has been without a job of each queue; 0 if it has one. */
  get idleMs(): readonly number[] {
    return this.#workers.map(({ idleMs }) => idleMs);
  }

  /** The last refusal of Redis for each queue's consumer since it last took a job. */
  get refusals(): readonly (Error | undefined)[] {
    return this.#workers.map(({ refusal }) => refusal);
  }

  /** Starts to take jobs. */
  start(): void {
    for (const worker of this.#workers) worker.start();
    this.#watch.start();
  }

  /**
   * Takes no more jobs, and waits at most this long for those under way; others are recovered later
   * as stalled jobs.
   */
  async stop(withinMs: number): Promise<void> {
    this.#driver.stop();
    this.#watch.stop();
    await Promise.all(this.#workers.map(async (worker) => worker.close(withinMs)));
    this.#stopped = true;
    for (const worker of this.#workers) worker.forget();
    this.#redis.disconnect();
  }
}
