import type { RelayConfig } from '#config';
import { ReportWorker, type FullSignal, type RedisTime, type ReportQueue } from '#event-buffer';
import type { BridgeCatalogue } from '../bridges/bridge-catalogue.js';
import type { AnswersWatch } from './answers/answers-watch.js';
import type { ReadinessProbe } from '../console/readiness.js';
import { consumerProbe } from '../process/readiness-probes.js';
import type { RelayTimes } from '../relay-times.js';
import type { FollowedTargets } from './upkeep/no-job-wake.js';
import type { ReportTerms } from './report-terms.js';
import type { SettlementTrail } from './settlement-trail.js';
import type { TargetReporter } from './run/target-reporter.js';
import type { TargetUpkeep } from './upkeep/target-upkeep.js';

export interface ReporterRoleParts {
  readonly config: Pick<RelayConfig, 'redis'>;
  readonly times?: RelayTimes | undefined;
  readonly catalogue: BridgeCatalogue;
  readonly queue: ReportQueue;
  readonly reporter: TargetReporter;
  readonly terms: ReportTerms;
  readonly time: RedisTime;
  readonly followed: FollowedTargets;
  readonly upkeep: TargetUpkeep;
  readonly fullSignal: FullSignal;
  readonly answers: AnswersWatch;
  readonly trail: SettlementTrail;
  /** How many targets this process takes on at a time. */
  readonly targetsMax: number;
}

/** The reporter of a process: starts and stops taking targets' jobs. */
export class ReporterRole {
  readonly #parts: ReporterRoleParts;
  #worker: ReportWorker | undefined;

  constructor(parts: ReporterRoleParts) {
    this.#parts = parts;
  }

  /** Called once Redis answers: BullMQ uses it as soon as there is a worker. */
  async start(): Promise<void> {
    const { config, times = {}, catalogue, reporter, terms, time } = this.#parts;
    const { followed, upkeep, fullSignal, answers, targetsMax } = this.#parts;
    await catalogue.attach(terms);
    fullSignal.start();
    this.#worker = new ReportWorker(reporter, {
      redis: config.redis,
      prefix: config.redis.prefix,
      queueShards: config.redis.queueShards,
      targetsMax,
      ...(times.lock === undefined ? {} : { lockTimes: times.lock }),
      ...(times.stalledEveryMs === undefined ? {} : { stalledEveryMs: times.stalledEveryMs }),
    });
    await upkeep.start(
      async () => reporter.lookAtAccepted(),
      async () => time.look(),
    );
    await catalogue.attach(followed);
    await catalogue.attach(answers);
    answers.start();
    this.#worker.start();
  }

  /** The probes of readiness; none until it has started. */
  probes(): ReadinessProbe[] {
    const { queue, upkeep } = this.#parts;
    return this.#worker === undefined ? [] : [consumerProbe(queue, this.#worker), upkeep.probe()];
  }

  /** Wakes no target any more, neither for its room nor because it waits. */
  unfollow(): void {
    this.#parts.followed.stop();
    this.#parts.answers.stop();
    this.#parts.upkeep.stop();
  }

  /** Settles the reports in flight; those that take longer are left to other processes. */
  async stop(withinMs: number): Promise<void> {
    await this.#worker?.stop(withinMs);
    await this.#parts.trail.stop();
  }

  /** Closes the signal of full reports, once no report is under way. */
  close(): void {
    this.#parts.fullSignal.stop();
  }
}
