import { foldBridges, type LabelledValue } from './fold-bridges.js';
import type { LabelValues } from './labelled-counter.js';
import type { MetricDefinition } from '../metric-definition.js';
import { labelText, type MetricFamily } from '../exposition/metric-family.js';

/** A gauge with labels. A series exists once it is first set. */
export class LabelledGauge<Labels extends readonly string[]> {
  readonly labels: Labels;
  readonly #definition: MetricDefinition;
  readonly #values = new Map<string, GaugeSeries>();
  #round = 0;

  constructor(definition: MetricDefinition & { readonly labels: Labels }) {
    this.labels = definition.labels;
    this.#definition = definition;
  }

  set(value: number, ...labels: LabelValues<Labels>): void {
    const key = labels.join('\n');
    const known = this.#values.get(key);
    if (known !== undefined) known.value = value;
    else this.#values.set(key, this.#seriesOf(value, labels));
  }

  remove(...labels: LabelValues<Labels>): void {
    this.#values.delete(labels.join('\n'));
  }

  /** Forgets the series whose first label has this value, if that is the only label. */
  forget(first: string): void {
    this.#values.delete(first);
  }

  /**
   * For a gauge with one label: sets the series that exist now, and forgets all others.
   * @param valueOf `undefined`: the row has no value.
   */
  replace<Row>(
    rows: Iterable<Row>,
    labelOf: (row: Row) => string,
    valueOf: (row: Row) => number | undefined,
  ): void {
    const round = ++this.#round;
    let kept = 0;
    for (const row of rows) {
      const value = valueOf(row);
      if (value === undefined) continue;
      const label = labelOf(row);
      let series = this.#values.get(label);
      if (series === undefined) this.#values.set(label, (series = this.#seriesOf(value, [label])));
      if (series.round !== round) kept++;
      series.value = value;
      series.round = round;
    }
    if (kept === this.#values.size) return;
    for (const [label, series] of this.#values) {
      if (series.round !== round) this.#values.delete(label);
    }
  }

  /** The metric now; with `isFolded`, its bridges are one series. */
  family(isFolded = false): MetricFamily {
    if (!isFolded) return { ...this.#definition, samples: this.#values.values() };
    const { folded = 'sum' } = this.#definition;
    const samples = foldBridges(this.#values.values(), folded).map(({ labels, value }) => {
      return { text: labelText(this.labels, labels), value };
    });
    return { ...this.#definition, samples };
  }

  #seriesOf(value: number, labels: readonly string[]): GaugeSeries {
    return { labels, value, text: labelText(this.labels, labels), round: this.#round };
  }
}

interface GaugeSeries extends LabelledValue {
  value: number;
  /** The {@link LabelledGauge.replace} that last set it. */
  round: number;
  /** Its labels, written once and not for every scrape. */
  readonly text: string;
}
