import { foldBridges, type LabelledValue } from './fold-bridges.js';
import type { MetricDefinition } from '../metric-definition.js';
import { labelText, type MetricFamily } from '../exposition/metric-family.js';

/** One value for each label, in the order of the catalogue. */
export type LabelValues<Labels extends readonly string[]> = {
  readonly [Index in keyof Labels]: string;
};

/**
 * A counter with labels; each count costs one addition. A counter without labels has its series
 * from the beginning.
 */
export class LabelledCounter<Labels extends readonly string[]> {
  readonly labels: Labels;
  readonly #definition: MetricDefinition;
  readonly #series = new Map<string, Series>();
  /** The keys of all series by their first label. */
  readonly #keys = new Map<string, Set<string>>();
  /** The counts of forgotten series, summed over their first labels. */
  #forgotten: readonly LabelledValue[] = [];

  constructor(definition: MetricDefinition & { readonly labels: Labels }) {
    this.labels = definition.labels;
    this.#definition = definition;
    if (definition.labels.length === 0) this.#keep([]);
  }

  /** Adds `count`; 0 adds nothing, but makes the series appear. */
  add(count: number, ...labels: LabelValues<Labels>): void {
    this.series(...labels).add(count);
  }

  /** The series of these labels, for callers that add to it often. */
  series(...labels: LabelValues<Labels>): Series {
    const known = this.#series.get(labels.join('\n'));
    if (known !== undefined) return known;
    // Labels are closed sets, so this is a mistake of ours; it must not cost unlimited memory.
    if (this.#series.size >= SERIES_MAX) return this.#keep(labels.map(() => 'other'));
    return this.#keep(labels);
  }

  /**
   * Forgets every series whose first label has this value. Later additions to one of them count
   * from 0; additions to a {@link series} obtained before are lost.
   */
  forget(first: string): void {
    const gone = [...(this.#keys.get(first) ?? [])].map((key) => {
      const series = this.#series.get(key)!;
      this.#series.delete(key);
      return { labels: series.labels, value: series.value };
    });
    this.#keys.delete(first);
    if (gone.length > 0) this.#forgotten = foldBridges([...this.#forgotten, ...gone], 'sum');
  }

  /** The sums of the series that are kept, by their first labels. */
  get sums(): ReadonlyMap<string, number> {
    const sums = new Map<string, number>();
    for (const { labels, value } of this.#series.values()) {
      const [first = ''] = labels;
      sums.set(first, (sums.get(first) ?? 0) + value);
    }
    return sums;
  }

  /** The sum of everything that was added, including forgotten series. */
  get total(): number {
    const all = [...this.#forgotten, ...this.#series.values()];
    return all.reduce((sum, { value }) => sum + value, 0);
  }

  /**
   * The metric now; with `isFolded`, its bridges are one series, which includes forgotten bridges.
   */
  family(isFolded = false): MetricFamily {
    if (!isFolded) return { ...this.#definition, samples: this.#series.values() };
    const folded = foldBridges([...this.#forgotten, ...this.#series.values()], 'sum');
    const samples = folded.map(({ labels, value }) => {
      return { text: labelText(this.labels, labels), value };
    });
    return { ...this.#definition, samples };
  }

  #keep(labels: readonly string[]): Series {
    const key = labels.join('\n');
    const known = this.#series.get(key);
    if (known !== undefined) return known;
    const series = new Series(labels, labelText(this.labels, labels));
    this.#series.set(key, series);
    const [first = ''] = labels;
    const keys = this.#keys.get(first) ?? new Set();
    this.#keys.set(first, keys.add(key));
    return series;
  }
}

/** One series of a counter. */
class Series {
  #value = 0;

  /** @param text its labels, written once and not for every scrape. */
  constructor(
    readonly labels: readonly string[],
    readonly text: string,
  ) {}

  /** The sum of everything that was added. */
  get value(): number {
    return this.#value;
  }

  add(count: number): void {
    this.#value += count;
  }
}

/** 10 000 bridges with a dozen reasons each. */
const SERIES_MAX = 120_000;
