import { randomUUID } from 'node:crypto';
import type { Environment, RelayConfig } from '#config';
import {
  APPEND_LIMITS_DEFAULT,
  Appender,
  BufferKeys,
  FullSignal,
  LedgerReader,
  ReportQueue,
  ReportWorker,
  type BufferRedis,
} from '#event-buffer';
import { loggedError, type RelayLog, type RelayMetrics } from '#telemetry';
import type { ReadinessProbe } from '../console/readiness.js';
import type { BridgeCatalogue } from '../bridges/bridge-catalogue.js';
import { BridgeKinds, type Sources } from '../bridges/bridge-kinds.js';
import type { BridgeStore } from '../bridges/bridge-store.js';
import { collectedBridges } from '../bridges/collected-bridges.js';
import { InstalledBridges } from '../bridges/installed-bridges.js';
import type { ManagedBridges } from '../bridges/managed/managed-bridges.js';
import { Collector, type CollectorParts } from '../collector/collector.js';
import { SpillBudget } from '../collector/spill-budget.js';
import { PushCollector } from '../ingest/push-collector.js';
import { GuardedNetwork } from '../network/guarded-network.js';
import { SourceNetwork } from '../network/source-network.js';
import type { LookupTimes } from '../projects/lookup-times.js';
import { ProjectAccesses } from '../projects/project-accesses.js';
import { buildProjects } from '../reporter/build-projects.js';
import { FollowedTargets } from '../reporter/no-job-wake.js';
import { Places, type PlacesMax } from '../reporter/places.js';
import { ReportTerms } from '../reporter/report-terms.js';
import { ReportUrlVault } from '../reporter/report-url-vault.js';
import { reportLimitsOf } from '../reporter/report-limits.js';
import { TargetReporter } from '../reporter/target-reporter.js';
import { bridgeFailed, catalogueTelemetry } from './catalogue.telemetry.js';
import { collectorTelemetry } from './collector.telemetry.js';
import { projectListeners } from './project.telemetry.js';
import { loadSalt, untilRedisAnswers } from './load-salt.js';
import { consumerProbe, redisProbe, replicaProbe, writeProbe } from './readiness-probes.js';
import { checkRedis } from './redis-fitness.js';
import { RedisLinks } from './redis-links.js';
import { RedisWatch } from './redis-watch.js';
import type { RelayTimes } from './relay-times.js';
import { reporterTelemetry } from './reporter.telemetry.js';
import { SelfReport } from './self-report.js';
import { stopWithin } from './stop-within.js';

/** Targets that one process works on, and rests on, at a time. */
const PLACES_MAX: PlacesMax = { working: 64, resting: 2000 };
const SPILL_BYTES_MAX = 64 * 1024 * 1024;
/** An asked-for end takes no longer, whatever hangs. */
const COLLECTOR_STOP_MS = 12_000;
const REPORTER_STOP_MS = 13_000;
const CLOSE_MS = 1000;

export interface RelayParts {
  /** Its bridges are those that the process would begin with: the store has them. */
  readonly config: RelayConfig;
  readonly store: BridgeStore;
  readonly sources: Sources;
  /** What bridges may name that are made through the API. */
  readonly environment: Environment;
  readonly metrics: RelayMetrics;
  readonly log: RelayLog;
  /** How often live jobs are looked up, where that is not as usual. */
  readonly lookupTimes?: LookupTimes | undefined;
  readonly times?: RelayTimes | undefined;
  /** What all bridges may hold in memory while Redis is away, in bytes. @defaultValue 64 MiB */
  readonly spillBytesMax?: number | undefined;
}

/**
 * One process of the relay, with its roles: puts collector and reporter together, starts them,
 * and stops them in the order in which events flow.
 */
export class Relay {
  readonly keys: BufferKeys;
  readonly queue: ReportQueue;
  readonly ledger: LedgerReader;
  readonly #bridges: InstalledBridges;
  readonly #parts: RelayParts;
  /** Names this process; new at every start. */
  readonly #holder = randomUUID();
  readonly #links: RedisLinks;
  #appender: Appender | undefined;
  readonly #onRedisError = (error: Error): void => {
    this.#watch.failed(error);
  };
  readonly #watch: RedisWatch;
  readonly #self: SelfReport;
  readonly #budget: SpillBudget;
  #collector: Collector | undefined;
  #pushes: PushCollector | undefined;
  #worker: ReportWorker | undefined;
  readonly #accesses: ProjectAccesses;
  readonly #network: SourceNetwork;
  /** The way out of sources that were made through the API. */
  readonly guarded: GuardedNetwork;
  readonly #vault: ReportUrlVault;
  #followed: FollowedTargets | undefined;
  #fullSignal: FullSignal | undefined;

  constructor(parts: RelayParts) {
    const { config, log, metrics } = parts;
    this.#parts = parts;
    this.keys = new BufferKeys(config.redis.prefix);
    this.#budget = new SpillBudget(parts.spillBytesMax ?? SPILL_BYTES_MAX);
    this.#watch = new RedisWatch({
      log,
      metrics,
      write: async () => writeProbe(this.#links.small, this.keys, this.#holder),
      waiting: () => this.#budget.events,
    });
    this.#links = new RedisLinks(config.redis, this.#onRedisError);
    this.queue = new ReportQueue(config.redis, config.redis.prefix, this.#onRedisError);
    this.ledger = new LedgerReader(this.#links.small, this.keys);
    this.#self = new SelfReport(parts, this.redis, this.keys, this.#holder, this.#onRedisError);
    const listenerOf = projectListeners(parts, this.ledger, this.#onRedisError);
    this.#accesses = new ProjectAccesses(config, listenerOf, parts.lookupTimes);
    this.#vault = new ReportUrlVault(config.process.stateKey);
    this.#network = new SourceNetwork(config.process.proxy);
    this.#bridges = new InstalledBridges({
      config,
      file: parts.store,
      sources: parts.sources,
      environment: parts.environment,
      redis: this.#links.small,
      keys: this.keys,
      listener: catalogueTelemetry(metrics, log),
      failed: this.#onRedisError,
    });
    this.guarded = new GuardedNetwork(this.#network, this.#bridges.guard);
  }

  /** All bridges, and every change of them. */
  get catalogue(): BridgeCatalogue {
    return this.#bridges.catalogue;
  }

  /** Makes, changes and removes bridges while the relay runs. */
  get bridges(): ManagedBridges {
    return this.#bridges.managed;
  }

  /** The connection for small reads and writes. */
  get redis(): BufferRedis {
    return this.#links.small;
  }

  /** The collector, where this process has that role. */
  get collector(): Collector | undefined {
    return this.#collector;
  }

  /** What takes pushes, where this process collects and has started. */
  get pushes(): PushCollector | undefined {
    return this.#pushes;
  }

  /** Whether Redis can be used: the process can be asked before it has started. */
  redisProbe(): ReadinessProbe {
    return redisProbe(this.#links.small, this.keys, this.#holder, (e) => this.#watch.failed(e));
  }

  /** What must work for this process to do its roles' work. */
  probes(): ReadinessProbe[] {
    const probes = [this.redisProbe()];
    if (this.#appender !== undefined) probes.push(replicaProbe(this.#appender));
    if (this.#worker !== undefined) probes.push(consumerProbe(this.queue, this.#worker));
    return probes;
  }

  /**
   * Starts the roles. Waits for Redis.
   *
   * @throws {RedisTooOldError}, or the reason of `signal`.
   */
  async start(signal: AbortSignal): Promise<void> {
    const { roles } = this.#parts.config.process;
    const failed = this.#onRedisError;
    await untilRedisAnswers(async () => this.#links.ping(), signal, failed);
    await checkRedis(this.#parts.config.redis, this.#parts.log);
    this.#self.start();
    await this.#bridges.start();
    // First, and without a salt: it may be what makes room for one.
    if (roles.has('reporter')) await this.#startReporter();
    if (!roles.has('collector')) return;
    await this.#startCollector(await loadSalt(this.#links.small, this.keys, signal, failed));
  }

  /**
   * Stops: sources close, what was received is appended, reports in flight are settled, the
   * connections close. Bounded to some 17 s, whatever hangs.
   */
  async stop(): Promise<void> {
    const { log } = this.#parts;
    const failed = (error: Error): void => {
      log.write('warn', 'stop_failed', 'A part of the relay did not end well.', {
        error: loggedError(error),
      });
    };
    this.#watch.stop();
    this.#bridges.stop();
    this.#followed?.stop();
    // A report that waits for a look-up would hold the end up.
    this.#accesses.stop();
    const enough = AbortSignal.timeout(COLLECTOR_STOP_MS);
    // Side by side: what is appended last waits in Redis, whoever reports it.
    const collected = Promise.all([this.#collector?.stop(enough), this.#pushes?.stop(enough)]);
    await Promise.all([
      stopWithin(COLLECTOR_STOP_MS + CLOSE_MS, collected, failed),
      stopWithin(REPORTER_STOP_MS + CLOSE_MS, this.#worker?.stop(REPORTER_STOP_MS), failed),
    ]);
    this.#fullSignal?.stop();
    await stopWithin(CLOSE_MS, this.#self.stop(), failed);
    await stopWithin(CLOSE_MS, this.queue.close(), failed);
    this.#links.disconnect();
    await stopWithin(CLOSE_MS, this.#accesses.close(), failed);
    await stopWithin(CLOSE_MS, this.guarded.close(), failed);
    await stopWithin(CLOSE_MS, this.#network.close(), failed);
  }

  async #startReporter(): Promise<void> {
    const { config, metrics, log, times = {} } = this.#parts;
    const accesses = this.#accesses;
    const listener = reporterTelemetry(metrics, log, this.#onRedisError);
    const places = new Places(PLACES_MAX);
    const terms = new ReportTerms(this.#vault);
    await this.catalogue.attach(terms);
    const reporter = new TargetReporter({
      redis: this.#links.drain,
      keys: this.keys,
      queue: this.queue,
      ledger: this.ledger,
      vault: this.#vault,
      projects: buildProjects(accesses.all(), this.#links.small, this.keys),
      terms,
      limits: reportLimitsOf(config.buffer, times.reporter),
      listener,
      places,
    });
    const { redis } = config;
    const wake = (target: string): void => places.wake(target);
    this.#fullSignal = new FullSignal(redis, this.keys, wake, this.#onRedisError);
    this.#fullSignal.start();
    this.#worker = new ReportWorker(reporter, {
      redis,
      prefix: redis.prefix,
      targetsMax: PLACES_MAX.working + PLACES_MAX.resting,
      ...(times.lock === undefined ? {} : { lockTimes: times.lock }),
      ...(times.stalledEveryMs === undefined ? {} : { stalledEveryMs: times.stalledEveryMs }),
    });
    await this.queue.scheduleSweep(times.sweepEveryMs);
    this.#followed = new FollowedTargets(accesses, {
      redis: this.#links.small,
      keys: this.keys,
      queue: this.queue,
      failed: (error) => listener.failed(error),
    });
    await this.catalogue.attach(this.#followed);
    this.#worker.start();
  }

  async #startCollector(salt: string): Promise<void> {
    const { config, metrics, log, times = {} } = this.#parts;
    const { maxEvents, waitReplicas, maxPerSecond } = config.buffer;
    const limits = { ...APPEND_LIMITS_DEFAULT, eventsMax: maxEvents, perSecondMax: maxPerSecond };
    this.#appender = new Appender(this.#links.append, this.keys, limits, waitReplicas);
    const parts: CollectorParts = {
      redis: this.#links.small,
      keys: this.keys,
      appender: this.#appender,
      queue: this.queue,
      ledger: this.ledger,
      budget: this.#budget,
      salt,
      holder: this.#holder,
      listener: collectorTelemetry(metrics, log, this.#onRedisError),
      connection: { agentFor: this.#network.agentFor, ...times.connection },
      ...(times.lease === undefined ? {} : { leaseTimes: times.lease }),
    };
    const collector = new Collector(parts);
    const pushes = new PushCollector(parts);
    const kinds = new BridgeKinds({
      sources: this.#parts.sources,
      networkOf: ({ name }) => {
        const { origin } = this.catalogue.bridges.get(name)?.record ?? {};
        return origin === 'file' ? this.#network : this.guarded;
      },
      accesses: this.#accesses,
      vault: this.#vault,
    });
    await this.catalogue.attach(collectedBridges(collector, pushes, kinds, bridgeFailed(log)));
    this.#collector = collector;
    this.#pushes = pushes;
    await Promise.all([collector.start(), pushes.start()]);
  }
}
