import { VERSION } from '#agent';
import type { RelayConfig } from '#config';
import { ProcessRegistry, type BufferKeys, type BufferRedis } from '#event-buffer';
import { hostname } from 'node:os';
import type { RelayLog, RelayMetrics } from '#telemetry';
import { HourlySummary } from './hourly-summary.js';
import { Presence } from './presence.js';

export interface SelfReportParts {
  readonly config: RelayConfig;
  readonly metrics: RelayMetrics;
  readonly log: RelayLog;
}

/** What a process tells of itself: that it runs, and each hour what it did. */
export class SelfReport {
  readonly #summary: HourlySummary;
  readonly #presence: Presence;

  /** @param id names the process; new at every start. */
  constructor(
    { config, metrics, log }: SelfReportParts,
    redis: BufferRedis,
    keys: BufferKeys,
    id: string,
    failed: (error: Error) => void,
  ) {
    this.#summary = new HourlySummary(metrics, log);
    const note = {
      roles: [...config.process.roles],
      host: config.process.machine ?? hostname(),
      pid: process.pid,
      version: VERSION,
      since: Date.now(),
    };
    this.#presence = new Presence(new ProcessRegistry(redis, keys), id, note, failed);
  }

  start(): void {
    this.#summary.start();
    this.#presence.start();
  }

  async stop(): Promise<void> {
    this.#summary.stop();
    await this.#presence.stop();
  }
}
