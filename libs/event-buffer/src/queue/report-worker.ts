import { inTime } from '#timing';
import { DelayedError, type Job, Worker } from 'bullmq';
import type { Redis } from 'ioredis';
import { LOCK_TIMES_DEFAULT, LockWatch, type JobLock, type LockTimes } from './lock-watch.js';
import { openQueueRedis } from './queue-redis.js';
import { reconnectDelayMs, type RedisAddress } from '../redis/redis-address.js';
import { queuePrefix, REPORT_QUEUE, type ReportJob } from './report-queue.js';

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

export interface ReportWorkerOptions {
  readonly redis: RedisAddress;
  readonly prefix: string;
  /** How many targets this process works on at a time. */
  readonly targetsMax: number;
  readonly lockTimes?: LockTimes;
  /** How often stalled jobs are looked for, ms. Default 3000. */
  readonly stalledEveryMs?: number;
}

const UNEXPECTED_DELAY_MS = 1000;
/** After an error BullMQ asks again, in so many ms. */
const RETRY_MS = 1000;

/**
 * Drives targets: takes their jobs from BullMQ, one start at a time each, and puts them back as
 * the driver says. BullMQ brings the lock, the hand-over between processes and the recovery of
 * a killed reporter's jobs; failures and delays are ours, so a processor throws nothing but
 * `DelayedError`.
 */
export class ReportWorker {
  readonly #worker: Worker<ReportJob>;
  readonly #driver: ReportDriver;
  readonly #locks: LockWatch;
  readonly #redis: Pick<Redis, 'disconnect'>;
  #running = 0;
  #idleSince = performance.now();
  #stopped = false;
  #resting: NodeJS.Timeout | undefined;

  constructor(driver: ReportDriver, options: ReportWorkerOptions) {
    const { lockMs } = options.lockTimes ?? LOCK_TIMES_DEFAULT;
    this.#driver = driver;
    const redis = openQueueRedis(options.redis, {
      maxRetriesPerRequest: null,
      // BullMQ has a second connection, made like this one; a job that hangs would keep it open.
      retryStrategy: (times) => (this.#stopped ? null : reconnectDelayMs(times)),
    });
    redis.on('error', (error: Error) => driver.failed(error));
    this.#redis = redis;
    this.#worker = new Worker<ReportJob>(
      REPORT_QUEUE,
      async (job, token) => this.#run(job, token),
      {
        connection: redis,
        prefix: queuePrefix(options.prefix),
        autorun: false,
        concurrency: options.targetsMax,
        lockDuration: lockMs,
        skipLockRenewal: true,
        stalledInterval: options.stalledEveryMs ?? 3000,
        maxStalledCount: Number.MAX_SAFE_INTEGER,
        runRetryDelay: RETRY_MS,
        drainDelay: 2,
      },
    );
    this.#worker.on('error', (error) => {
      driver.failed(error);
      if (error.name === 'ReplyError') this.#rest();
    });
    this.#locks = new LockWatch(
      async (ids, tokens, forMs) => this.#worker.extendJobLocks(ids, tokens, forMs),
      (error) => driver.failed(error),
      options.lockTimes,
    );
  }

  /** Whether it takes jobs, as far as BullMQ tells. */
  get isRunning(): boolean {
    return this.#worker.isRunning();
  }

  /** For how long, in ms, it has been without a job; 0 while it has one. */
  get idleMs(): number {
    return this.#running > 0 ? 0 : performance.now() - this.#idleSince;
  }

  /** Starts to take jobs. */
  start(): void {
    this.#worker.run().catch((error: unknown) => this.#driver.failed(error as Error));
  }

  /**
   * Takes no more jobs and waits for those under way, at most so long; what is not done by then
   * is left to the recovery of stalled jobs.
   */
  async stop(withinMs: number): Promise<void> {
    this.#driver.stop();
    clearTimeout(this.#resting);
    await inTime(this.#worker.close(), withinMs, () => undefined);
    this.#stopped = true;
    this.#locks.stop();
    this.#redis.disconnect();
  }

  /**
   * Takes no job for a while. BullMQ waits after a lost connection, but where Redis answers with
   * an error (it is full, read-only, or cannot write its file) it asks again at once, for ever.
   */
  #rest(): void {
    if (this.#worker.closing !== undefined || this.#worker.isPaused()) return;
    void this.#worker.pause(true);
    this.#resting = setTimeout(() => void this.#worker.resume(), RETRY_MS);
  }

  async #run(job: Job<ReportJob>, token: string | undefined): Promise<void> {
    this.#running++;
    try {
      await this.#runJob(job, token);
    } finally {
      this.#running--;
      this.#idleSince = performance.now();
    }
  }

  async #runJob(job: Job<ReportJob>, token: string | undefined): Promise<void> {
    const { target } = job.data;
    if (target === undefined) {
      await this.#sweep();
      return;
    }
    const id = job.id!;
    const result = await this.#drive(id, token!, target);
    if (result.kind === 'done') return;
    try {
      await job.moveToDelayed(Date.now() + result.inMs, token);
    } catch (error) {
      // The lock is gone, or Redis is: the job is recovered as stalled, by us or by another.
      this.#driver.failed(error as Error);
    }
    throw new DelayedError();
  }

  async #drive(id: string, token: string, target: string): Promise<DriveResult> {
    try {
      const lock = await this.#locks.watch(id, token);
      return await this.#driver.drive(target, id, lock);
    } catch (error) {
      this.#driver.failed(error as Error);
      return { kind: 'again', inMs: UNEXPECTED_DELAY_MS };
    } finally {
      this.#locks.release(id);
    }
  }

  async #sweep(): Promise<void> {
    try {
      await this.#driver.sweep();
    } catch (error) {
      this.#driver.failed(error as Error);
    }
  }
}
