import { isRedisError } from '#event-buffer';
import { loggedError, RelayLog, RelayMetrics, type ExpositionFormat } from '#telemetry';
import { bounded } from './bounded.js';
import { SharedRun } from './shared-run.js';

/** Brings metrics up to date that are not counted where things happen, such as what Redis holds. */
export interface MetricCollector {
  readonly name: string;
  /** Called before the metrics are read. Given 5 s; a rejection is logged. */
  collect(): Promise<void>;
}

/** Reads the metrics, after every collector has brought its own up to date. */
export class MetricCollectors {
  readonly #collectors: MetricCollector[] = [];
  readonly #metrics: RelayMetrics;
  readonly #log: RelayLog;
  readonly #timeoutMs: number;
  readonly #collecting = new SharedRun(async () => {
    await Promise.all(this.#collectors.map(async (collector) => this.#collect(collector)));
  });

  constructor(metrics: RelayMetrics, log: RelayLog, timeoutMs = 5000) {
    this.#metrics = metrics;
    this.#log = log;
    this.#timeoutMs = timeoutMs;
  }

  add(collector: MetricCollector): void {
    this.#collectors.push(collector);
  }

  /** The text of all metrics. A collector that fails costs its own metrics, not the others. */
  async text(
    format?: ExpositionFormat,
  ): Promise<{ readonly body: Buffer; readonly contentType: string }> {
    await this.#collecting.run();
    return this.#metrics.text(format);
  }

  async #collect(collector: MetricCollector): Promise<void> {
    try {
      await bounded(collector.collect(), this.#timeoutMs);
    } catch (error) {
      // The watch of Redis reports an outage, once.
      const severity = isRedisError(error) ? 'debug' : 'warn';
      this.#log.writeSeldom(severity, 'metrics_stale', 'Some metrics are not up to date.', {
        reason: collector.name,
        error: loggedError(error),
      });
    }
  }
}
