import { Gauge, type Registry } from 'prom-client';
import type { LabelValues } from './labelled-counter.js';
import type { MetricDefinition } from './metric-catalogue.js';

/** A gauge by labels. */
export class LabelledGauge<Labels extends readonly string[]> {
  readonly labels: Labels;
  readonly #gauge: Gauge;

  constructor(definition: MetricDefinition & { readonly labels: Labels }, registry: Registry) {
    const { name, help, labels } = definition;
    this.labels = labels;
    this.#gauge = new Gauge({ name, help, labelNames: labels, registers: [registry] });
  }

  set(value: number, ...labels: LabelValues<Labels>): void {
    this.#gauge.labels(...labels).set(value);
  }

  remove(...labels: LabelValues<Labels>): void {
    this.#gauge.remove(...labels);
  }

  /** Forgets the series whose first label has this value, where that is the only label. */
  forget(first: string): void {
    this.#gauge.remove(first);
  }

  /** Forgets all series: before a collector sets those that exist now. */
  clear(): void {
    this.#gauge.reset();
  }
}
