import type { INestApplicationContext } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import {
  BufferKeys,
  DrainMemory,
  LedgerReader,
  redisReady,
  ReportQueue,
  type BufferRedis,
} from '#event-buffer';
import { BridgeCatalogue } from '../../apps/relay/src/bridges/bridge-catalogue.js';
import { ManagedBridges } from '../../apps/relay/src/bridges/managed/managed-bridges.js';
import { RelayRedis } from '../../apps/relay/src/buffer/relay-redis.js';
import { CollectorRole } from '../../apps/relay/src/collector/collector.role.js';
import type { Collector } from '../../apps/relay/src/collector/collector.js';
import type { ReadinessProbe } from '../../apps/relay/src/console/readiness.js';
import type { PushCollector } from '../../apps/relay/src/collector/pushed/push-collector.js';
import { RelayLifecycle } from '../../apps/relay/src/relay.lifecycle.js';
import { RelayModule } from '../../apps/relay/src/relay.module.js';
import type { RelayParts } from '../../apps/relay/src/relay-parts.js';
import { ReporterRole } from '../../apps/relay/src/reporter/reporter.role.js';
import { HANGS_MS } from './eventually.js';

/** The application of a process, and the parts of it that tests use. */
export class MadeRelay {
  readonly #app: INestApplicationContext;

  constructor(app: INestApplicationContext) {
    this.#app = app;
  }

  /** Makes the application without its HTTP. */
  static async of(parts: RelayParts): Promise<MadeRelay> {
    const options = { logger: false, abortOnError: false } as const;
    return new MadeRelay(
      await NestFactory.createApplicationContext(RelayModule.of(parts), options),
    );
  }

  get keys(): BufferKeys {
    return this.#get(BufferKeys);
  }

  get queue(): ReportQueue {
    return this.#get(ReportQueue);
  }

  get ledger(): LedgerReader {
    return this.#get(LedgerReader);
  }

  /** The connection for small reads and writes. */
  get redis(): BufferRedis {
    return this.#get(RelayRedis).small;
  }

  /** Counts the bytes of events that its reporter holds. */
  get memory(): DrainMemory {
    return this.#get(DrainMemory);
  }

  get catalogue(): BridgeCatalogue {
    return this.#get(BridgeCatalogue);
  }

  get bridges(): ManagedBridges {
    return this.#get(ManagedBridges);
  }

  get collector(): Collector | undefined {
    return this.#get(CollectorRole).collector;
  }

  get pushes(): PushCollector | undefined {
    return this.#get(CollectorRole).pushes;
  }

  /** The readiness probes of a process with all roles. */
  probes(): ReadinessProbe[] {
    const roles = [this.#get(CollectorRole), this.#get(ReporterRole)];
    return [this.#get(RelayRedis).probe(), ...roles.flatMap((role) => role.probes())];
  }

  /** Starts the roles of the process. */
  async start(): Promise<void> {
    // As in a program, Redis is connected before the start: otherwise the start tries again only
    // half a second later.
    await redisReady(this.redis, HANGS_MS);
    await this.#get(RelayLifecycle).start(AbortSignal.timeout(60_000));
  }

  async stop(): Promise<void> {
    await this.#app.close();
  }

  #get<T>(token: abstract new (...given: never[]) => T): T {
    return this.#app.get<T>(token, { strict: false });
  }
}
