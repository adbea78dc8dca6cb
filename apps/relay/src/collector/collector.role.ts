import {
  Names,
  type Appender,
  type BufferKeys,
  type LedgerReader,
  type ReportQueue,
} from '#event-buffer';
import type { BridgeCatalogue } from '../bridges/bridge-catalogue.js';
import type { BridgeKinds } from './bridge-kinds.js';
import { collectedBridges } from './collected-bridges.js';
import type { RelayRedis } from '../buffer/relay-redis.js';
import type { ReadinessProbe } from '../console/readiness.js';
import { startCloser } from '../choosing/start-closer.js';
import type { WindowCloser } from '../choosing/window-closer.js';
import { PushCollector } from './pushed/push-collector.js';
import type { SourceNetwork } from '../network/source-network.js';
import type { RelayParts } from '../relay-parts.js';
import { bridgeFailed } from '../telemetry/catalogue.telemetry.js';
import { collectorTelemetry } from '../telemetry/collector.telemetry.js';
import { unreadableCandidates } from '../telemetry/unreadable-candidates.js';
import { keepSalt, loadSalt } from '../buffer/load-salt.js';
import { appendProbe, replicaProbe } from '../process/readiness-probes.js';
import type { OwnAppends } from '../buffer/own-appends.js';
import type { RepeatedWrites } from '../buffer/repeated-writes.js';
import { flushEveryMs } from './outbox/linger.js';
import { choosingListener, tellingDecisions } from './told-decisions.js';
import { collectedTrail } from '../trail/collected-trail.js';
import type { TrailWriter } from '../trail/trail-writer.js';
import { Collector, type CollectorParts } from './collector.js';
import type { SpillBudget } from '../buffer/spill-budget.js';

/** Often: a process that starts while the salt is missing makes another one. In ms. */
const SALT_EVERY_MS = 2000;
/** Redis may lose one key of many. In ms. */
const NAMES_EVERY_MS = 120_000;

export interface CollectorRoleParts {
  readonly process: Pick<RelayParts, 'config' | 'metrics' | 'log' | 'times'>;
  readonly redis: RelayRedis;
  readonly keys: BufferKeys;
  readonly queue: ReportQueue;
  readonly ledger: LedgerReader;
  readonly appender: Appender;
  readonly budget: SpillBudget;
  readonly catalogue: BridgeCatalogue;
  readonly kinds: BridgeKinds;
  readonly network: SourceNetwork;
  readonly ownAppends: OwnAppends;
  readonly repeatedWrites: RepeatedWrites;
}

/** The collector of a process: begins to collect what the catalogue has, and ends it. */
export class CollectorRole {
  readonly #parts: CollectorRoleParts;
  #collector: Collector | undefined;
  #pushes: PushCollector | undefined;
  #closer: WindowCloser | undefined;
  #trail: TrailWriter | undefined;

  constructor(parts: CollectorRoleParts) {
    this.#parts = parts;
  }

  /** What connects to sources, once it has started. */
  get collector(): Collector | undefined {
    return this.#collector;
  }

  /** What takes pushes, once it has started. */
  get pushes(): PushCollector | undefined {
    return this.#pushes;
  }

  /** Waits until Redis tells the salt of message ids. @throws the reason of `signal`. */
  async start(signal: AbortSignal): Promise<void> {
    const { redis, keys, queue, ledger, catalogue, kinds, process, repeatedWrites } = this.#parts;
    const salt = await loadSalt(redis.small, keys, signal, redis.failed);
    const listener = collectorTelemetry(process.metrics, process.log, redis.failed);
    const { trailOf, decided, writer } = this.#trailOf(salt);
    this.#trail = writer;
    const paceScale = process.times?.paceScale;
    const choosing = { redis: redis.small, keys, ledger, queue, paceScale };
    const unreadable = unreadableCandidates(process.log);
    const closer = await startCloser(
      { ...choosing, listener: choosingListener(listener, { decided, unreadable }) },
      catalogue,
    );
    this.#closer = closer;
    const { lingerMs, minIntervalMs } = process.config.buffer;
    const parts: CollectorParts = {
      ...this.#collectorParts(salt),
      listener,
      closer,
      trailOf,
      gathering: lingerMs > 0 ? { lingerMs, minIntervalMs } : undefined,
      flushEveryMs: flushEveryMs(process.config),
    };
    const collector = new Collector(parts);
    const pushes = new PushCollector(parts);
    const failed = bridgeFailed(process.log);
    await catalogue.attach(collectedBridges(collector, pushes, kinds, failed));
    this.#collector = collector;
    this.#pushes = pushes;
    await Promise.all([collector.start(), pushes.start()]);
    const names = new Names(redis.small, keys);
    const both = [collector, pushes];
    const sayNames = async (): Promise<void> => {
      await Promise.all(both.map(async ({ noted }) => noted.sayNames()));
    };
    const saySources = async (): Promise<void> => {
      await Promise.all(both.map(async ({ noted }) => noted.saySources()));
    };
    repeatedWrites.add(sayNames, NAMES_EVERY_MS);
    repeatedWrites.add(saySources);
    repeatedWrites.add(async () => {
      await keepSalt(redis.small, keys, salt);
      const one = collector.bridges.anyHeld ?? pushes.bridges.anyHeld;
      if (one === undefined || (await names.know(one.registration.target))) return;
      // Where one name is missing, all may be.
      await Promise.all([sayNames(), saySources()]);
    }, SALT_EVERY_MS);
  }

  /** The probes of readiness; none until it has started. */
  probes(): ReadinessProbe[] {
    const { appender } = this.#parts;
    return this.#collector === undefined ? [] : [appendProbe(appender), replicaProbe(appender)];
  }

  /** Hands its bridges over to other collectors, while all goes on. */
  async leave(): Promise<void> {
    await this.#collector?.leave();
  }

  /** Closes the sources, and appends what was received. @param enough ends the waiting. */
  async stop(enough: AbortSignal): Promise<void> {
    await Promise.all([this.#collector?.stop(enough), this.#pushes?.stop(enough)]);
    await this.#closer?.stop();
    await this.#trail?.stop();
  }

  #trailOf(salt: string) {
    const { redis, keys, process } = this.#parts;
    const { trail: config, process: own, console } = process.config;
    const isShown = console.showEvents && own.roles.has('console');
    const terms = { config, isShown, stateKey: own.stateKey, salt, failed: redis.failed };
    const trail = collectedTrail({ redis: redis.small, keys, ...terms });
    if (trail === undefined) return {};
    return { writer: trail.writer, trailOf: trail.of, decided: tellingDecisions(trail.writer) };
  }

  #collectorParts(salt: string): Omit<CollectorParts, 'listener'> {
    const { redis, keys, queue, ledger, appender, budget, network, ownAppends } = this.#parts;
    const { times = {}, config } = this.#parts.process;
    return {
      redis: redis.small,
      keys,
      appender,
      queue,
      ownAppends,
      ledger,
      budget,
      salt,
      holder: redis.holder,
      host: config.process.machine,
      connection: { agentFor: network.agentFor, ...times.connection },
      ...(times.lease === undefined ? {} : { leaseTimes: times.lease }),
    };
  }
}
