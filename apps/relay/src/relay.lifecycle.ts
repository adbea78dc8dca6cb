import type { BeforeApplicationShutdown } from '@nestjs/common';
import type { RelayConfig } from '#config';
import type { ReportQueue } from '#event-buffer';
import { loggedError, type RelayLog } from '#telemetry';
import type { InstalledBridges } from './bridges/installed-bridges.js';
import type { RelayRedis } from './buffer/relay-redis.js';
import type { CollectorRole } from './collector/collector.role.js';
import type { ProbeAnswer, Readiness } from './console/readiness.js';
import type { Ingest } from './ingest/ingest.js';
import type { Notices } from './notices/notices.js';
import type { ReporterRole } from './reporter/reporter.role.js';
import { checkRedis } from './doctor/redis-fitness.js';
import type { RepeatedWrites } from './buffer/repeated-writes.js';
import type { SelfReport } from './telemetry/self-report.js';
import { stopWithin } from './process/stop-within.js';
import { CLOSE_MS, COLLECTOR_STOP_MS, HAND_OVER_MS_MAX, REPORTER_STOP_MS } from './stop-times.js';

const NOT_STARTED =
  'it has not started all its roles: what it waits for stands beside this, or in its log';

/** Something that is closed at the very end. */
export interface Closable {
  close(): Promise<void>;
}

export interface RelayLifecycleParts {
  readonly config: RelayConfig;
  readonly log: RelayLog;
  readonly redis: RelayRedis;
  readonly queue: ReportQueue;
  readonly self: SelfReport;
  readonly repeatedWrites: RepeatedWrites;
  readonly bridges: InstalledBridges;
  readonly readiness: Readiness;
  /** The access to MetaStudio: its look-ups are ended at the stop. */
  readonly accesses: Closable & { stop(): void };
  readonly notices: Notices;
  /** The networks of the sources. */
  readonly networks: readonly Closable[];
  /** The roles of this process. */
  readonly reporter: ReporterRole | undefined;
  readonly collector: CollectorRole | undefined;
  readonly ingest: Ingest | undefined;
}

/**
 * Starts the roles of a process, and stops them in the order in which events flow.
 *
 * It starts when it is asked to, not as Nest bootstraps: the port answers before Redis does. It
 * stops as Nest shuts down, while the port still answers; each part has its time, since Nest would
 * wait for one that hangs for ever.
 */
export class RelayLifecycle implements BeforeApplicationShutdown {
  readonly #parts: RelayLifecycleParts;
  #hasStarted = false;
  #stopped: Promise<void> | undefined;

  constructor(parts: RelayLifecycleParts) {
    this.#parts = parts;
    parts.readiness.add({ name: 'start', check: async () => this.#startProbe() });
  }

  /**
   * Starts the roles. Waits for Redis.
   *
   * @throws {RedisTooOldError}, or the reason of `signal`.
   */
  async start(signal: AbortSignal): Promise<void> {
    const { config, log, redis, self, bridges, notices } = this.#parts;
    const { reporter, collector, ingest } = this.#parts;
    await redis.answers(signal);
    await checkRedis(config.redis, log);
    self.start();
    await bridges.start();
    notices.start();
    // The reporter first: in a full Redis it may make the room that the collector's salt needs.
    await reporter?.start();
    await collector?.start(signal);
    if (collector?.pushes !== undefined) ingest?.open(collector.pushes);
    const probes = [...(collector?.probes() ?? []), ...(reporter?.probes() ?? [])];
    for (const probe of probes) this.#parts.readiness.add(probe);
    this.#hasStarted = true;
  }

  /** Who is replaced by this process must not stop before it is there to take over. */
  #startProbe(): ProbeAnswer {
    return this.#hasStarted ? { ok: true } : { ok: false, why: NOT_STARTED };
  }

  /**
   * Stops: what other collectors can go on with is theirs, while everything else goes on. Then sources close,
   * what was received is appended, reports in flight are settled, the connections close. Bounded, whatever
   * hangs: see `stop-times.ts`.
   */
  async beforeApplicationShutdown(): Promise<void> {
    await (this.#stopped ??= this.#stop());
  }

  async #stop(): Promise<void> {
    const { redis, queue, self, bridges, notices, accesses, networks } = this.#parts;
    const { reporter, collector, ingest } = this.#parts;
    await this.#within(HAND_OVER_MS_MAX, collector?.leave());
    ingest?.close();
    redis.stopWatching();
    this.#parts.repeatedWrites.stop();
    bridges.stop();
    reporter?.unfollow();
    // Else a report that waits for a look-up would hold up the stop.
    accesses.stop();
    const told = this.#within(CLOSE_MS, notices.stop());
    const enough = AbortSignal.timeout(COLLECTOR_STOP_MS);
    // Side by side: what is appended last waits in Redis for any reporter.
    await Promise.all([
      this.#within(COLLECTOR_STOP_MS + CLOSE_MS, collector?.stop(enough)),
      this.#within(REPORTER_STOP_MS + CLOSE_MS, reporter?.stop(REPORTER_STOP_MS)),
    ]);
    reporter?.close();
    await told;
    await this.#within(CLOSE_MS, self.stop());
    await this.#within(CLOSE_MS, queue.close());
    redis.disconnect();
    for (const way of [accesses, ...networks]) await this.#within(CLOSE_MS, way.close());
  }

  async #within(ms: number, stop: Promise<unknown> | undefined): Promise<void> {
    await stopWithin(ms, stop, (error) => {
      this.#parts.log.write('warn', 'stop_failed', 'A part of the relay did not end well.', {
        error: loggedError(error),
      });
    });
  }
}
