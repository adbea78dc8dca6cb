import { Queue } from 'bullmq';
import type { Redis } from 'ioredis';
import { openQueueRedis } from './queue-redis.js';
import { queuePrefixes, shardOf, type QueueSpread } from './queue-shards.js';
import type { RedisAddress } from '../redis/redis-address.js';
import { teachScripts, type Scripted } from '../scripts/define-script.js';
import { examineJob, sweepDue } from '../scripts/jobs.lua.js';

/** The name of the queue whose jobs drive the targets. */
export const REPORT_QUEUE = 'live-event-reports';
const REPORT_JOB = 'report';
const SWEEP_JOB = 'sweep';
/** How often waiting targets are woken, in ms. */
export const SWEEP_EVERY_MS = 5000;
/**
 * A sweep that is this late, or this early, belongs to a schedule that a clock or a lost key broke.
 */
const SWEEP_SLACK_MS = 5000;
const QUEUE_EVENTS_MAX = 1000;

/** The list of the jobs that any reporter may take, of the queue with this prefix. */
export function waitKeyOf(prefix: string): string {
  return `${prefix}:${REPORT_QUEUE}:wait`;
}

/** The data of a job. Holds no event and no secret. */
export interface ReportJob {
  /** The target to report; absent in the sweep's job. */
  readonly target?: string;
}

/** Where a target's job is. */
export type QueueJobState =
  /** There is no job. */
  | { readonly kind: 'none' }
  /** The next free reporter starts it. */
  | { readonly kind: 'waiting' }
  /** It starts in so many ms, by Redis's clock. */
  | { readonly kind: 'delayed'; readonly jobId: string; readonly inMs: number }
  /** A reporter has it, as long as its lock lives; 0: that reporter has died. */
  | { readonly kind: 'active'; readonly lockMs: number };

/** The scripts about BullMQ's own keys. */
export const QUEUE_SCRIPTS = { examineJob, sweepDue };

type QueueRedis = Pick<Redis, 'disconnect' | 'hset'> & Scripted<typeof QUEUE_SCRIPTS>;

/**
 * Connects collectors and reporters: a collector wakes a target, and BullMQ starts its job on one
 * reporter. At most one job of a target is active and one waits, however many reporters there are.
 * The targets are spread over one or more queues of BullMQ.
 */
export class ReportQueue {
  readonly #queues: readonly Queue<ReportJob>[];
  readonly #redis: QueueRedis;

  /** @param onError errors of the connection, which repairs itself. */
  constructor(address: RedisAddress, spread: QueueSpread, onError: (error: Error) => void) {
    // While Redis is away a call fails at once: the sweep wakes the target later.
    const redis = openQueueRedis(address, { enableOfflineQueue: false, maxRetriesPerRequest: 0 });
    redis.on('error', onError);
    this.#redis = teachScripts(redis, QUEUE_SCRIPTS);
    this.#queues = queuePrefixes(spread).map((prefix) => {
      const queue = new Queue<ReportJob>(REPORT_QUEUE, {
        connection: redis,
        prefix,
        streams: { events: { maxLen: QUEUE_EVENTS_MAX } },
        defaultJobOptions: { removeOnComplete: true, removeOnFail: { count: 100, age: 86_400 } },
      });
      return queue.on('error', onError);
    });
  }

  /** Has a target reported soon. Harmless if that is under way already. */
  async wake(target: string): Promise<void> {
    await this.#queueOf(target).add(REPORT_JOB, { target }, optionsOf(target));
  }

  /** Has several targets reported. */
  async wakeAll(targets: readonly string[]): Promise<void> {
    const jobs = new Map<Queue<ReportJob>, Parameters<Queue<ReportJob>['addBulk']>[0]>();
    for (const target of targets) {
      const queue = this.#queueOf(target);
      if (!jobs.has(queue)) jobs.set(queue, []);
      jobs.get(queue)!.push({ name: REPORT_JOB, data: { target }, opts: optionsOf(target) });
    }
    await Promise.all(Array.from(jobs, async ([queue, some]) => queue.addBulk(some)));
  }

  /** Starts a delayed job of a target now. Harmless if it is no longer delayed. */
  async promote(jobId: string, target: string): Promise<void> {
    const queueJob = await this.#queueOf(target).getJob(jobId);
    if (queueJob === undefined || !(await queueJob.isDelayed())) return;
    try {
      await queueJob.promote();
    } catch (error) {
      // It started between the two calls, as intended.
      if (await queueJob.isDelayed()) throw error;
    }
  }

  /** Finds a target's job. One that could never start is removed; the target must then be woken. */
  async examine(target: string): Promise<QueueJobState> {
    const queue = this.#queueOf(target);
    const { keys } = queue;
    const [kind, jobId, ms] = await this.#redis.examineJob({
      deduplication: queue.toKey(`de:${target}`),
      delayed: keys['delayed']!,
      active: keys['active']!,
      wait: keys['wait']!,
      failed: keys['failed']!,
      jobs: keys['']!,
      owner: target,
    });
    switch (kind) {
      case 'delayed':
        return { kind, jobId, inMs: ms };
      case 'active':
        return { kind, lockMs: ms };
      default:
        return { kind: kind as 'none' | 'waiting' };
    }
  }

  /** Schedules the sweep, once for all processes. */
  async scheduleSweep(everyMs = SWEEP_EVERY_MS): Promise<void> {
    const template = { name: SWEEP_JOB, data: {}, opts: { removeOnComplete: true } };
    await this.#first.upsertJobScheduler(SWEEP_JOB, { every: everyMs }, template);
  }

  /**
   * Repairs the schedule of the sweep, which Redis may lose and a clock that jumps may delay. To be
   * called repeatedly.
   * @returns whether it was broken.
   */
  async keepSweep(everyMs = SWEEP_EVERY_MS): Promise<boolean> {
    const [due] = await Promise.all(this.#queues.map(async (queue) => this.#sweepDue(queue)));
    if (due === undefined) return false;
    const isScheduled = due[0] !== '';
    const offMs = Math.abs(Number(due[0]) - Number(due[1]));
    if (isScheduled && offMs < 3 * everyMs + SWEEP_SLACK_MS) return false;
    // A wrong time would be the base of the next one.
    if (isScheduled) await this.#first.removeJobScheduler(SWEEP_JOB);
    for (const { keys } of this.#queues) {
      await this.#redis.hset(keys['meta']!, 'opts.maxLenEvents', QUEUE_EVENTS_MAX);
    }
    await this.scheduleSweep(everyMs);
    return true;
  }

  /** How many jobs are in each state, in all queues. */
  async counts(): Promise<Readonly<Record<string, number>>> {
    const all = this.#queues.map(async (queue) =>
      queue.getJobCounts('active', 'waiting', 'delayed', 'failed'),
    );
    const sums: Record<string, number> = {};
    for (const counts of await Promise.all(all)) {
      for (const [state, count] of Object.entries(counts)) sums[state] = (sums[state] ?? 0) + count;
    }
    return sums;
  }

  /** How many jobs any reporter may take, for each queue. */
  async waiting(): Promise<number[]> {
    return Promise.all(this.#queues.map(async (queue) => queue.getWaitingCount()));
  }

  async close(): Promise<void> {
    await Promise.all(this.#queues.map(async (queue) => queue.close()));
    this.#redis.disconnect();
  }

  /** The one with the schedule. */
  get #first(): Queue<ReportJob> {
    return this.#queues[0]!;
  }

  #queueOf(target: string): Queue<ReportJob> {
    return this.#queues[shardOf(target, this.#queues.length)]!;
  }

  /** When the sweep is due, if it is scheduled. */
  async #sweepDue({ keys }: Queue<ReportJob>): Promise<readonly [string, string]> {
    return this.#redis.sweepDue({
      repeat: keys['repeat']!,
      scheduler: SWEEP_JOB,
    });
  }
}

function optionsOf(target: string) {
  return { deduplication: { id: target, keepLastIfActive: true } };
}
