import { Counter, type Registry } from 'prom-client';
import type { MetricDefinition } from './metric-catalogue.js';

/** One value for each label, in the order of the catalogue. */
export type LabelValues<Labels extends readonly string[]> = {
  readonly [Index in keyof Labels]: string;
};

/**
 * A counter whose series cost an addition each time: what is added waits in a number, and reaches
 * prom-client when the metrics are read.
 */
export class LabelledCounter<Labels extends readonly string[]> {
  readonly #counter: Counter;
  readonly #series = new Map<string, Series>();

  constructor(definition: MetricDefinition & { readonly labels: Labels }, registry: Registry) {
    const { name, help, labels } = definition;
    this.#counter = new Counter({
      name,
      help,
      labelNames: labels,
      registers: [registry],
      collect: () => this.#flush(),
    });
  }

  /** Adds `count`; 0 adds nothing, but makes the series appear. */
  add(count: number, ...labels: LabelValues<Labels>): void {
    this.series(...labels).add(count);
  }

  /** The series of these labels, for those who add to it often. */
  series(...labels: LabelValues<Labels>): Series {
    const known = this.#series.get(labels.join('\n'));
    if (known !== undefined) return known;
    // Labels are closed sets, so this is a mistake of ours; it must not cost memory without end.
    if (this.#series.size >= SERIES_MAX) return this.#keep(labels.map(() => 'other'));
    return this.#keep(labels);
  }

  #keep(labels: readonly string[]): Series {
    const key = labels.join('\n');
    const series = this.#series.get(key) ?? new Series(labels);
    this.#series.set(key, series);
    return series;
  }

  #flush(): void {
    for (const series of this.#series.values()) {
      this.#counter.labels(...series.labels).inc(series.take());
    }
  }
}

/** One series of a counter. */
export class Series {
  #pending = 0;

  constructor(readonly labels: readonly string[]) {}

  add(count: number): void {
    this.#pending += count;
  }

  /** What was added since it was taken last. */
  take(): number {
    const pending = this.#pending;
    this.#pending = 0;
    return pending;
  }
}

/** 10 000 bridges with a dozen reasons each. */
const SERIES_MAX = 120_000;
