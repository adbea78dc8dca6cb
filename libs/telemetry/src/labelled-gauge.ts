import { foldBridges, type LabelledValue } from './fold-bridges.js';
import type { LabelValues } from './labelled-counter.js';
import type { MetricDefinition } from './metric-catalogue.js';
import { labelText, type MetricFamily } from './metric-family.js';

/** A gauge by labels. A series is there from when it is first set. */
export class LabelledGauge<Labels extends readonly string[]> {
  readonly labels: Labels;
  readonly #definition: MetricDefinition;
  readonly #values = new Map<string, LabelledValue>();

  constructor(definition: MetricDefinition & { readonly labels: Labels }) {
    this.labels = definition.labels;
    this.#definition = definition;
  }

  set(value: number, ...labels: LabelValues<Labels>): void {
    this.#values.set(labels.join('\n'), { labels, value });
  }

  remove(...labels: LabelValues<Labels>): void {
    this.#values.delete(labels.join('\n'));
  }

  /** Forgets the series whose first label has this value, where that is the only label. */
  forget(first: string): void {
    this.#values.delete(first);
  }

  /** Forgets all series: before a collector sets those that exist now. */
  clear(): void {
    this.#values.clear();
  }

  /** The metric now; `isFolded`: its bridges are one. */
  family(isFolded = false): MetricFamily {
    const { folded = 'sum' } = this.#definition;
    const values = isFolded
      ? foldBridges(this.#values.values(), folded)
      : [...this.#values.values()];
    const samples = values.map(({ labels, value }) => {
      return { labels: labelText(this.labels, labels), value };
    });
    return { ...this.#definition, samples };
  }
}
