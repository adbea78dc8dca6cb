import { aboutMs, inTime, pause } from '#timing';
import { DelayedError, type Job, Worker } from 'bullmq';
import type { Cluster, Redis } from 'ioredis';
import { isLockLost } from './lock-lost.js';
import { LOCK_TIMES_DEFAULT, LockWatch } from './lock-watch.js';
import { REPORT_QUEUE, type ReportJob } from './report-queue.js';
import type { DriveResult, ReportDriver, ReportWorkerOptions } from './report-worker.js';

/** A target whose driver failed starts again after a second, and about so many ms. */
const UNEXPECTED_DELAY_MS = 1000;
const UNEXPECTED_MORE_MS = 200;
/**
 * So many jobs more than it works on a worker takes. BullMQ takes as many as it may, one question to Redis after the
 * other, before it starts the first of them: where Redis is not near their locks would be over by then.
 */
const TAKEN_AHEAD_MAX = 6;
/** After an error Redis is asked again, in about so many ms. */
const RETRY_MS = 1000;

/** BullMQ's worker, which takes up its work sooner after errors. */
class PromptWorker extends Worker<ReportJob> {
  /** After an error, or a pause, BullMQ would wait ten seconds for news, whatever waits in the queue. */
  protected override getBlockTimeout(blockUntil: number): number {
    return blockUntil === Infinity ? 0 : super.getBlockTimeout(blockUntil);
  }

  /** BullMQ would look for jobs of killed reporters only five seconds after an error, and that twice. */
  protected override async checkConnectionError<T>(work: () => Promise<T>): Promise<T | undefined> {
    return super.checkConnectionError(work, aboutMs(RETRY_MS));
  }
}

/**
 * Drives the targets of one queue: takes their jobs from BullMQ, one start at a time each, and puts
 * them back as the driver says. BullMQ provides the lock, the hand-over between processes and the
 * recovery of a killed reporter's jobs; failures and delays are ours, so a processor throws nothing
 * but `DelayedError`.
 */
export class ShardWorker {
  readonly #open: () => PromptWorker;
  readonly #driver: ReportDriver;
  readonly #locks: LockWatch;
  readonly #targetsMax: number;
  #worker: PromptWorker;
  #running = 0;
  #idleSince = performance.now();
  #pausing: NodeJS.Timeout | undefined;
  #refusal: Error | undefined;

  /** @param prefix of the queue's keys. @param connection shared with the workers of other queues. */
  constructor(
    driver: ReportDriver,
    prefix: string,
    connection: Redis | Cluster,
    options: Pick<ReportWorkerOptions, 'targetsMax' | 'lockTimes' | 'stalledEveryMs'>,
  ) {
    const { lockMs } = options.lockTimes ?? LOCK_TIMES_DEFAULT;
    this.#driver = driver;
    this.#targetsMax = options.targetsMax;
    this.#open = () =>
      new PromptWorker(REPORT_QUEUE, async (queueJob, token) => this.#run(queueJob, token), {
        connection,
        prefix,
        autorun: false,
        concurrency: this.#concurrency,
        lockDuration: lockMs,
        skipLockRenewal: true,
        stalledInterval: options.stalledEveryMs ?? 3000,
        maxStalledCount: Number.MAX_SAFE_INTEGER,
        runRetryDelay: aboutMs(RETRY_MS),
        drainDelay: 2,
      }).on('error', (error) => {
        driver.failed(error);
        if (error.name !== 'ReplyError') return;
        this.#refusal = error;
        this.#pauseAWhile();
      });
    this.#worker = this.#open();
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

  get #concurrency(): number {
    return Math.min(this.#targetsMax, this.#running + TAKEN_AHEAD_MAX);
  }

  /** Redis's last refusal since it last took a job. */
  get refusal(): Error | undefined {
    return this.#refusal;
  }

  /** Starts to take jobs. */
  start(): void {
    this.#worker.run().catch((error: unknown) => this.#driver.failed(error as Error));
  }

  /**
   * Restarts the wait for jobs, on a new connection: for a worker that takes no job though there
   * are some.
   * @returns whether it did; not while it pauses, or after it was closed.
   */
  restart(): boolean {
    const stuck = this.#worker;
    if (stuck.closing !== undefined || stuck.isPaused()) return false;
    this.#idleSince = performance.now();
    this.#worker = this.#open();
    this.start();
    void stuck.close(true).catch((error: Error) => this.#driver.failed(error));
    return true;
  }

  /** See {@link ReportWorker.stop}. */
  async close(withinMs: number): Promise<void> {
    clearTimeout(this.#pausing);
    await inTime(this.#worker.close(), withinMs, () => undefined);
  }

  /** Renews no lock any more. */
  forget(): void {
    this.#locks.stop();
  }

  /**
   * Takes no job for a while. BullMQ waits after a lost connection, but if Redis answers with an
   * error (it is full, read-only, or cannot write its file) it asks again at once, for ever.
   */
  #pauseAWhile(): void {
    if (this.#worker.closing !== undefined || this.#worker.isPaused()) return;
    void this.#worker.pause(true);
    this.#pausing = setTimeout(() => void this.#worker.resume(), aboutMs(RETRY_MS));
  }

  async #run(queueJob: Job<ReportJob>, token: string | undefined): Promise<void> {
    this.#running++;
    this.#worker.concurrency = this.#concurrency;
    this.#refusal = undefined;
    try {
      await this.#runJob(queueJob, token);
    } finally {
      // Counts the one that ends: BullMQ takes another with its end, by one command.
      this.#worker.concurrency = this.#concurrency;
      this.#running--;
      this.#idleSince = performance.now();
    }
  }

  async #runJob(queueJob: Job<ReportJob>, token: string | undefined): Promise<void> {
    const { target } = queueJob.data;
    if (target === undefined) {
      await this.#sweep();
      return;
    }
    const id = queueJob.id!;
    try {
      const result = await this.#drive(id, token!, target);
      if (result.kind === 'done') return;
      await this.#putBack(queueJob, token!, result.inMs);
    } finally {
      this.#locks.release(id, token!);
    }
    throw new DelayedError();
  }

  /** Repeated where Redis refuses it: a job that is left behind starts again only many seconds later. */
  async #putBack(queueJob: Job<ReportJob>, token: string, inMs: number): Promise<void> {
    for (;;) {
      try {
        await queueJob.moveToDelayed(Date.now() + inMs, token);
        return;
      } catch (error) {
        // It is recovered as stalled, by us or by another.
        if (isLockLost(error as Error)) return;
        this.#driver.failed(error as Error);
      }
      if (this.#worker.closing !== undefined) return;
      await pause(aboutMs(RETRY_MS));
    }
  }

  async #drive(id: string, token: string, target: string): Promise<DriveResult> {
    try {
      const lock = await this.#locks.watch(id, token);
      return await this.#driver.drive(target, id, lock);
    } catch (error) {
      this.#driver.failed(error as Error);
      return { kind: 'again', inMs: UNEXPECTED_DELAY_MS + aboutMs(UNEXPECTED_MORE_MS) };
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
