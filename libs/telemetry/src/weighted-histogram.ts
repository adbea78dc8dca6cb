import type { Metric, Registry } from 'prom-client';
import type { MetricDefinition } from './metric-catalogue.js';

/**
 * A histogram without labels that takes many observations of one value at once: a chunk's events
 * share their time of receipt, and prom-client's own takes one observation a call.
 */
export class WeightedHistogram {
  readonly #bounds: readonly number[];
  readonly #counts: number[];
  #sum = 0;
  #count = 0;

  constructor(
    definition: MetricDefinition & { readonly buckets: readonly number[] },
    registry: Registry,
  ) {
    this.#bounds = definition.buckets;
    this.#counts = this.#bounds.map(() => 0);
    registry.registerMetric(this.#metric(definition));
  }

  /** Observes `value` so many times. A value that is not finite or below 0 counts as 0. */
  observe(value: number, times = 1): void {
    const valid = Number.isFinite(value) && value > 0 ? value : 0;
    const bucket = this.#bounds.findIndex((bound) => valid <= bound);
    if (bucket !== -1) this.#counts[bucket]! += times;
    this.#sum += valid * times;
    this.#count += times;
  }

  /** What a registry asks of a metric; prom-client has no type for metrics of others. */
  #metric({ name, help }: MetricDefinition): Metric {
    const get = () => ({
      name,
      help,
      type: 'histogram',
      aggregator: 'sum',
      values: this.#values(name),
    });
    const reset = () => {
      this.#counts.fill(0);
      this.#sum = 0;
      this.#count = 0;
    };
    return {
      name,
      help,
      type: 'histogram',
      get,
      getForPromString: get,
      reset,
    } as unknown as Metric;
  }

  #values(name: string) {
    let below = 0;
    const buckets = this.#bounds.map((le, index) => {
      below += this.#counts[index]!;
      return { labels: { le }, value: below, metricName: `${name}_bucket` };
    });
    return [
      ...buckets,
      { labels: { le: '+Inf' }, value: this.#count, metricName: `${name}_bucket` },
      { labels: {}, value: this.#sum, metricName: `${name}_sum` },
      { labels: {}, value: this.#count, metricName: `${name}_count` },
    ];
  }
}
