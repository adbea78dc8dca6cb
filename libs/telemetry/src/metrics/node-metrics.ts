import { readdirSync, statSync } from 'node:fs';
import { collectDefaultMetrics, Gauge, Registry } from 'prom-client';
import { measureLoopLag } from './loop-lag.js';
import { labelText, type MetricFamily } from './exposition/metric-family.js';

/** The longest delay of a timer. */
const NEVER_MS = 2_147_483_647;

/** Node's own metrics. They cover the whole process, so only its one service collects them. */
export class NodeMetrics {
  readonly #registry = new Registry();

  constructor() {
    // prom-client's own histogram of the event loop cannot be left out, but can be kept idle.
    const eventLoopMonitoringPrecision = NEVER_MS;
    collectDefaultMetrics({ register: this.#registry, eventLoopMonitoringPrecision });
    measureLoopLag(this.#registry);
    // These metrics list every socket again, for a sum that is never shown.
    for (const { name, type } of this.#registry.getMetricsAsArray() as unknown as NodeMetric[]) {
      if (!isWellNamed({ name, type })) this.#registry.removeSingleMetric(name);
    }
    this.#countFiles();
  }

  /** prom-client lists open files by name each time: sockets are files, and there are thousands. */
  #countFiles(): void {
    const name = 'process_open_fds';
    if (this.#registry.getSingleMetric(name) === undefined) return;
    this.#registry.removeSingleMetric(name);
    const help = 'Number of open file descriptors.';
    this.#registry.registerMetric(new Gauge({ name, help, registers: [], collect: setFiles }));
  }

  async families(): Promise<MetricFamily[]> {
    // The type lacks the metric name of each value, which histograms have.
    const metrics = (await this.#registry.getMetricsAsJSON()) as unknown as NodeMetric[];
    return metrics.map(({ name, help, type, values }) => {
      const samples = values.map(({ metricName = name, labels, value }) => ({
        suffix: metricName.slice(name.length),
        text: labelText(Object.keys(labels), Object.values(labels).map(String)),
        value,
      }));
      return { name, help, type, samples };
    });
  }
}

function setFiles(this: Gauge): void {
  const count = openFiles();
  if (count !== undefined) this.set(count);
}

/** `undefined` if the system does not tell. */
function openFiles(): number | undefined {
  try {
    // Before Linux 6.2 a folder of /proc has no size.
    return statSync(OPEN_FILES).size || readdirSync(OPEN_FILES).length - 1;
  } catch {
    return undefined;
  }
}

const OPEN_FILES = '/proc/self/fd';

/** A metric as prom-client returns it: its own types lack the names of a histogram's samples. */
interface NodeMetric {
  readonly name: string;
  readonly help: string;
  readonly type: string;
  readonly values: readonly {
    readonly metricName?: string;
    readonly labels: Readonly<Record<string, string | number>>;
    readonly value: number;
  }[];
}

/** prom-client names some gauges like counters: sums of metrics that it also has. */
function isWellNamed({ name, type }: Pick<NodeMetric, 'name' | 'type'>): boolean {
  return type === 'counter' || !name.endsWith('_total');
}
