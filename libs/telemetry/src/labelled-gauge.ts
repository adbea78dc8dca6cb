import { foldBridges, type LabelledValue } from './fold-bridges.js';
import type { LabelValues } from './labelled-counter.js';
import type { MetricDefinition } from './metric-catalogue.js';
import { labelText, type MetricFamily } from './metric-family.js';

/** A gauge by labels. A series is there from when it is first set. */
export class LabelledGauge<Labels extends readonly string[]> {
  readonly labels: Labels;
  readonly #definition: MetricDefinition;
  readonly #values = new Map<string, GaugeSeries>();

  constructor(definition: MetricDefinition & { readonly labels: Labels }) {
    this.labels = definition.labels;
    this.#definition = definition;
  }

  set(value: number, ...labels: LabelValues<Labels>): void {
    const key = labels.join('\n');
    const known = this.#values.get(key);
    if (known !== undefined) known.value = value;
    else this.#values.set(key, { labels, value, text: labelText(this.labels, labels) });
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
    if (!isFolded) {
      const samples = Array.from(this.#values.values(), ({ text, value }) => {
        return { labels: text, value };
      });
      return { ...this.#definition, samples };
    }
    const { folded = 'sum' } = this.#definition;
    const samples = foldBridges(this.#values.values(), folded).map(({ labels, value }) => {
      return { labels: labelText(this.labels, labels), value };
    });
    return { ...this.#definition, samples };
  }
}

interface GaugeSeries extends LabelledValue {
  value: number;
  /** Its labels, written once and not for every scrape. */
  readonly text: string;
}
