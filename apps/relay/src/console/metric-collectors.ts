import { loggedError, RelayLog, RelayMetrics } from '#telemetry';
import { bounded } from './bounded.js';
import { SharedRun } from './shared-run.js';

/** Brings metrics up to date that are not counted where things happen: what Redis holds. */
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
  readonly #reading = new SharedRun(() => this.#read());

  constructor(metrics: RelayMetrics, log: RelayLog, timeoutMs = 5000) {
    this.#metrics = metrics;
    this.#log = log;
    this.#timeoutMs = timeoutMs;
  }

  add(collector: MetricCollector): void {
    this.#collectors.push(collector);
  }

  /** Prometheus text. A collector that fails costs its own metrics, not the others. */
  async text(): Promise<{ readonly body: string; readonly contentType: string }> {
    return this.#reading.run();
  }

  async #read(): Promise<{ readonly body: string; readonly contentType: string }> {
    await Promise.all(this.#collectors.map((collector) => this.#collect(collector)));
    return this.#metrics.text();
  }

  async #collect(collector: MetricCollector): Promise<void> {
    try {
      await bounded(collector.collect(), this.#timeoutMs);
    } catch (error) {
      this.#log.writeSeldom('warn', 'metrics_stale', 'Some metrics are not up to date.', {
        reason: collector.name,
        error: loggedError(error),
      });
    }
  }
}
