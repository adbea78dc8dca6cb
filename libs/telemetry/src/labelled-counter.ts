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
  readonly labels: Labels;
  readonly #counter: Counter;
  readonly #series = new Map<string, Series>();
  /** The keys of all series by their first label. */
  readonly #keys = new Map<string, Set<string>>();
  #forgotten = 0;

  constructor(definition: MetricDefinition & { readonly labels: Labels }, registry: Registry) {
    const { name, help, labels } = definition;
    this.labels = labels;
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

  /**
   * Forgets every series whose first label has this value. What is added to one of them later is
   * counted from 0; what a {@link series} from before is told is lost.
   */
  forget(first: string): void {
    for (const key of this.#keys.get(first) ?? []) {
      const series = this.#series.get(key)!;
      this.#counter.remove(...series.labels);
      this.#forgotten += series.total;
      this.#series.delete(key);
    }
    this.#keys.delete(first);
  }

  /** All that was ever added, whatever was forgotten since. */
  get total(): number {
    return [...this.#series.values()].reduce((sum, { total }) => sum + total, this.#forgotten);
  }

  #keep(labels: readonly string[]): Series {
    const key = labels.join('\n');
    const known = this.#series.get(key);
    if (known !== undefined) return known;
    const series = new Series(labels);
    this.#series.set(key, series);
    const [first = ''] = labels;
    const keys = this.#keys.get(first) ?? new Set();
    this.#keys.set(first, keys.add(key));
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

  #taken = 0;

  constructor(readonly labels: readonly string[]) {}

  /** All that was ever added. */
  get total(): number {
    return this.#taken + this.#pending;
  }

  add(count: number): void {
    this.#pending += count;
  }

  /** What was added since it was taken last. */
  take(): number {
    const pending = this.#pending;
    this.#pending = 0;
    this.#taken += pending;
    return pending;
  }
}

/** 10 000 bridges with a dozen reasons each. */
const SERIES_MAX = 120_000;
