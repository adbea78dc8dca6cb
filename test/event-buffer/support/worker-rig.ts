import {
  type DriveResult,
  type JobLock,
  type RedisAddress,
  type ReportDriver,
  ReportQueue,
  type QueueSpread,
  ReportWorker,
  type ReportWorkerOptions,
} from '#event-buffer';
import { eventually } from '../../support/eventually.js';

interface Start {
  readonly target: string;
  readonly jobId: string;
  readonly lock: JobLock;
  readonly at: number;
  readonly worker: string;
}

/** A list of everything that the drivers of a test's workers did. */
export class DriveLog {
  readonly starts: Start[] = [];
  readonly errors: Error[] = [];
  sweeps = 0;
  restarts = 0;
  running = 0;
  runningMost = 0;
  /** The action of a run of a target, and its result. */
  drive: (start: Start) => Promise<DriveResult> = async () => ({ kind: 'done' });
  onSweep: () => Promise<void> = async () => undefined;

  driver(worker: string): ReportDriver {
    return {
      drive: async (target, jobId, lock) => {
        const start = { target, jobId, lock, worker, at: Date.now() };
        this.starts.push(start);
        this.running++;
        this.runningMost = Math.max(this.runningMost, this.running);
        try {
          return await this.drive(start);
        } finally {
          this.running--;
        }
      },
      sweep: async () => {
        this.sweeps++;
        await this.onSweep();
      },
      stop: () => undefined,
      restarted: () => void this.restarts++,
      failed: (error) => void this.errors.push(error),
    };
  }

  async started(count: number, withinMs?: number): Promise<Start> {
    await eventually(() => this.starts.length >= count, `${count} starts`, withinMs);
    return this.starts[count - 1]!;
  }
}

/** The queue of one relay, and its workers; all are closed together. */
export class WorkerRig {
  readonly log = new DriveLog();
  readonly queue: ReportQueue;
  readonly #address: RedisAddress;
  readonly #spread: QueueSpread;
  readonly #workers: ReportWorker[] = [];

  constructor(address: RedisAddress, prefix: string, queueShards = 1) {
    this.#address = address;
    this.#spread = { prefix, queueShards };
    this.queue = new ReportQueue(address, this.#spread, () => undefined);
  }

  work(options: Partial<ReportWorkerOptions> = {}, name = 'one'): ReportWorker {
    const worker = new ReportWorker(this.log.driver(name), {
      redis: this.#address,
      ...this.#spread,
      targetsMax: 8,
      ...options,
    });
    this.#workers.push(worker);
    worker.start();
    return worker;
  }

  /** Wakes targets, once there is a connection. */
  async wake(...targets: string[]): Promise<void> {
    await this.#untilAnswered(async () => this.queue.wakeAll(targets));
  }

  async scheduleSweep(everyMs?: number): Promise<void> {
    await this.#untilAnswered(async () => this.queue.scheduleSweep(everyMs));
  }

  /** Resolves when no job is active, waiting or delayed. */
  async idle(): Promise<void> {
    const isIdle = async (): Promise<boolean> => {
      const { active, waiting, delayed } = await this.queue.counts();
      return [active, waiting, delayed].every((count) => count === 0);
    };
    await eventually(async () => isIdle().catch(() => false), 'no job is left');
  }

  async #untilAnswered(ask: () => Promise<void>): Promise<void> {
    const answered = async (): Promise<boolean> =>
      ask().then(
        () => true,
        () => false,
      );
    await eventually(answered, 'Redis answered');
  }

  async close(): Promise<void> {
    await Promise.all(this.#workers.map(async (worker) => worker.stop(1000)));
    await this.queue.close();
  }
}

/** A gate at which a driver waits until the test opens it. */
export class Gate {
  #open: () => void = () => undefined;
  readonly opened = new Promise<void>((resolve) => {
    this.#open = resolve;
  });

  open(): void {
    this.#open();
  }
}
