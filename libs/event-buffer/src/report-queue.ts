import { Queue } from 'bullmq';
import type { Redis } from 'ioredis';
import { openQueueRedis } from './queue-redis.js';
import type { RedisAddress } from './redis-address.js';

/** The name of the queue whose jobs drive the targets. */
export const REPORT_QUEUE = 'live-event-reports';
const REPORT_JOB = 'report';
const SWEEP_JOB = 'sweep';
const SWEEP_EVERY_MS = 5000;

/** What a job of the queue is about. Holds no event and no secret. */
export interface ReportJob {
  /** The target to report; absent in the sweep's job. */
  readonly target?: string;
}

/**
 * How the two sides meet: a collector wakes a target, and BullMQ starts its job on one reporter.
 * At most one job of a target is active and one waits, on any number of reporters.
 */
export class ReportQueue {
  readonly #queue: Queue<ReportJob>;
  readonly #redis: Pick<Redis, 'disconnect'>;

  /** @param onError errors of the connection, which repairs itself. */
  constructor(address: RedisAddress, prefix: string, onError: (error: Error) => void) {
    // While Redis is away a call fails at once: the sweep wakes the target later.
    const redis = openQueueRedis(address, { enableOfflineQueue: false, maxRetriesPerRequest: 0 });
    redis.on('error', onError);
    this.#redis = redis;
    this.#queue = new Queue<ReportJob>(REPORT_QUEUE, {
      connection: redis,
      prefix: queuePrefix(prefix),
      streams: { events: { maxLen: 1000 } },
      defaultJobOptions: { removeOnComplete: true, removeOnFail: { count: 100, age: 86_400 } },
    });
    this.#queue.on('error', onError);
  }

  /** Has a target reported, soon: its buffer is not empty. Harmless when it is on its way. */
  async wake(target: string): Promise<void> {
    await this.#queue.add(REPORT_JOB, { target }, optionsOf(target));
  }

  /** Has several targets reported. */
  async wakeAll(targets: readonly string[]): Promise<void> {
    const jobs = targets.map((target) => ({
      name: REPORT_JOB,
      data: { target },
      opts: optionsOf(target),
    }));
    if (jobs.length > 0) await this.#queue.addBulk(jobs);
  }

  /** Starts a job now that waits for its time. Harmless when it does not wait any more. */
  async promote(jobId: string): Promise<void> {
    const job = await this.#queue.getJob(jobId);
    if (job === undefined || !(await job.isDelayed())) return;
    try {
      await job.promote();
    } catch (error) {
      // It started between the two calls, which is what was wanted.
      if (await job.isDelayed()) throw error;
    }
  }

  /** Makes the sweep run, whoever asked first. */
  async scheduleSweep(everyMs = SWEEP_EVERY_MS): Promise<void> {
    const template = { name: SWEEP_JOB, data: {}, opts: { removeOnComplete: true } };
    await this.#queue.upsertJobScheduler(SWEEP_JOB, { every: everyMs }, template);
  }

  /** How many jobs are in each state. */
  async counts(): Promise<Readonly<Record<string, number>>> {
    return this.#queue.getJobCounts('active', 'waiting', 'delayed', 'failed');
  }

  async close(): Promise<void> {
    await this.#queue.close();
    this.#redis.disconnect();
  }
}

/** In a cluster one queue is one slot: hence the hash tag. */
export function queuePrefix(prefix: string): string {
  return `{${prefix}:queue}`;
}

function optionsOf(target: string) {
  return { deduplication: { id: target, keepLastIfActive: true } };
}
