import { collectDefaultMetrics, Registry } from 'prom-client';
import { labelText, type MetricFamily } from './metric-family.js';

/** Node's own metrics. They watch the whole process, so only its one service asks for them. */
export class NodeMetrics {
  readonly #registry = new Registry();

  constructor() {
    collectDefaultMetrics({ register: this.#registry });
    // Each lists every socket once more, for a sum that nobody is shown.
    for (const { name, type } of this.#registry.getMetricsAsArray() as unknown as NodeMetric[]) {
      if (!isWellNamed({ name, type })) this.#registry.removeSingleMetric(name);
    }
  }

  async families(): Promise<MetricFamily[]> {
    // Of a value's own name, which histograms have, the type knows nothing.
    const metrics = (await this.#registry.getMetricsAsJSON()) as unknown as NodeMetric[];
    return metrics.map(({ name, help, type, values }) => {
      const samples = values.map(({ metricName = name, labels, value }) => ({
        suffix: metricName.slice(name.length),
        labels: labelText(Object.keys(labels), Object.values(labels).map(String)),
        value,
      }));
      return { name, help, type, samples };
    });
  }
}

/** As prom-client gives it: its own types do not tell the names of a histogram's samples. */
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

/** prom-client has gauges that are named as counters are: sums of others that it has, too. */
function isWellNamed({ name, type }: Pick<NodeMetric, 'name' | 'type'>): boolean {
  return type === 'counter' || !name.endsWith('_total');
}
