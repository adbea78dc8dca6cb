import {
  BufferKeys,
  DrainMemory,
  LedgerReader,
  TargetTable,
  WaitingTargets,
  type BufferRedis,
  type DriveResult,
  type JobLock,
} from '#event-buffer';
import { endpointOf, SkewClock } from '#metastudio';
import { ReportTerms } from '../../../apps/relay/src/reporter/report-terms.js';
import { ReportUrlVault } from '../../../apps/relay/src/projects/report-url-vault.js';
import { OwnAppends } from '../../../apps/relay/src/buffer/own-appends.js';
import type { ReporterListener } from '../../../apps/relay/src/reporter/reporter-listener.js';
import { REPORTER_TIMES } from '../../../apps/relay/src/reporter/reporter-times.js';
import { TargetReporter } from '../../../apps/relay/src/reporter/run/target-reporter.js';
import { TargetSweep } from '../../../apps/relay/src/reporter/upkeep/target-sweep.js';
import { Places } from '../../../apps/relay/src/reporter/run/places.js';
import { LOCK_MS, type ReportJobs } from './report-jobs.js';
import type { StandInMetaStudio } from './stand-in-metastudio.js';
import type { OracleTerms } from './oracle.js';
import type { VirtualProcess } from './virtual-process.js';

export const KEYS = new BufferKeys('relay');
const LOCK_MARGIN_MS = 1000;
const RENEW_EVERY_MS = 2000;
const SWEEP_EVERY_MS = 5000;
const TARGETS_MAX = 3;

const QUIET: ReporterListener = {
  answered: () => {},
  settled: () => {},
  forgotten: () => {},
  uncounted: () => {},
  lost: () => {},
  rateLimited: () => {},
  paused: () => {},
  recovered: () => {},
  lostAll: () => {},
  repaired: () => {},
  urlRefused: () => {},
  liveJobChanged: () => {},
  failed: () => {},
};

export interface ReporterSurroundings {
  readonly redis: BufferRedis;
  readonly jobs: ReportJobs;
  readonly metastudio: StandInMetaStudio;
  readonly terms: OracleTerms;
  readonly minIntervalMs: number;
  readonly failed: (error: Error) => void;
}

/** The real reporter, in a process of the simulation. */
export class ReporterActor {
  readonly places = new Places({ working: 2, parked: 2 });
  readonly #reporter: TargetReporter;
  #running = 0;

  constructor(
    private readonly process: VirtualProcess,
    private readonly around: ReporterSurroundings,
  ) {
    const { redis, jobs, metastudio, terms, minIntervalMs } = around;
    const policy = {
      endpoint: endpointOf('https://metastudio.test'),
      allowedHosts: [],
      reportAuth: 'auth',
      refreshUrl: 'auto',
    } as const;
    const jobOf = async ({ roomId }: { roomId: string }) => {
      await process.sleep(process.chance.between(0, 50));
      return metastudio.jobOf(roomId, process.chance);
    };
    const project = {
      projectId: 'p1',
      policy,
      client: metastudio.clientOf(process),
      clock: new SkewClock(terms.now),
      rate: undefined,
      turns: undefined,
      jobs: { jobOf },
    };
    const vault = new ReportUrlVault(undefined);
    this.#reporter = new TargetReporter({
      redis,
      keys: KEYS,
      sweep: this.#sweepOf(),
      vault,
      projects: new Map([['default', project]]),
      places: this.places,
      ownAppends: new OwnAppends(),
      memory: new DrainMemory(),
      // The reporter's own file has no bridges: it reads their terms as collectors wrote them.
      terms: new ReportTerms(vault),
      limits: {
        bodyBytes: 20_000,
        minIntervalMs,
        maxAgeMs: terms.maxAgeMs,
        times: REPORTER_TIMES,
      },
      listener: QUIET,
    });
    jobs.watch(this.#due);
    this.#due();
    this.#sweep();
  }

  /** The real sweep. Its repair of BullMQ's faults finds none in this model. */
  #sweepOf(): TargetSweep {
    const { process } = this;
    const { redis, jobs } = this.around;
    return new TargetSweep({
      targets: new TargetTable(redis, KEYS),
      waiting: new WaitingTargets(redis, KEYS),
      all: async () => new LedgerReader(redis, KEYS).targets(),
      queue: {
        wakeAll: async (targets) => process.ask(() => targets.forEach((t) => jobs.add(t))),
        examine: async () => ({ kind: 'active', lockMs: LOCK_MS }),
        promote: async () => {},
      },
      listener: QUIET,
      now: () => process.world.now,
    });
  }

  /** Called when its process dies. */
  end(): void {
    this.around.jobs.unwatch(this.#due);
  }

  readonly #due = (): void => {
    this.process.later(this.process.chance.between(1, 30), () => {
      if (this.#running < TARGETS_MAX) void this.#takeOne();
    });
  };

  async #takeOne(): Promise<void> {
    const { process, around } = this;
    this.#running++;
    let job: ReturnType<ReportJobs['take']>;
    try {
      job = await process.ask(() => around.jobs.take());
    } catch {
      process.later(1000, this.#due);
    }
    if (job !== undefined) await this.#work(job);
    this.#running--;
    if (job !== undefined) this.#due();
  }

  async #work(job: NonNullable<ReturnType<ReportJobs['take']>>): Promise<void> {
    const { process, around } = this;
    const lock = new SimulatedLock(process, around.jobs, job.target, job.token);
    let result: DriveResult;
    try {
      await lock.confirm();
      result = await this.#reporter.drive(job.target, job.id, lock);
    } catch (error) {
      around.failed(error as Error);
      result = { kind: 'again', inMs: 1000 };
    }
    lock.release();
    const inMs = result.kind === 'again' ? result.inMs : undefined;
    const end = (): void => {
      if (inMs === undefined) around.jobs.done(job.target, job.token);
      else around.jobs.delay(job.target, job.token, inMs);
    };
    // If this fails, the job is recovered as stalled.
    await process.ask(end).catch(() => {});
  }

  #sweep(): void {
    const { process, around } = this;
    process.later(SWEEP_EVERY_MS, () => {
      void this.#reporter.sweep().catch(around.failed);
      void this.#reporter.lookAtAccepted().catch(around.failed);
      this.#sweep();
    });
  }
}

/**
 * A model of `LockWatch`: renews a lock every two seconds, and trusts it for less than it lasts.
 */
class SimulatedLock implements JobLock {
  readonly #lost = new AbortController();
  #confirmedAt = -Infinity;
  #released = false;

  constructor(
    private readonly process: VirtualProcess,
    private readonly jobs: ReportJobs,
    private readonly target: string,
    private readonly token: string,
  ) {}

  get lost(): AbortSignal {
    return this.#lost.signal;
  }

  isFresh(): boolean {
    const { now } = this.process.world;
    return !this.lost.aborted && now - this.#confirmedAt < LOCK_MS - LOCK_MARGIN_MS;
  }

  release(): void {
    this.#released = true;
  }

  async confirm(): Promise<void> {
    const askedAt = this.process.world.now;
    try {
      const held = await this.process.ask(() => this.jobs.extend(this.target, this.token));
      if (!held) this.#lost.abort();
      else this.#confirmedAt = askedAt;
    } catch {
      // The lock ages, and nothing is sent under a lock that is not fresh.
    }
    this.process.later(RENEW_EVERY_MS, () => {
      if (!this.#released && !this.lost.aborted) void this.confirm();
    });
  }
}
