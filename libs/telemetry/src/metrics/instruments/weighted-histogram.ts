import type { MetricDefinition } from '../metric-definition.js';
import {
  labelText,
  type Exemplar,
  type MetricFamily,
  type Sample,
} from '../exposition/metric-family.js';

/** A histogram without labels that takes many observations of one value at once. */
export class WeightedHistogram {
  readonly #definition: MetricDefinition;
  readonly #bounds: readonly number[];
  /** The last bucket counts the values above every bound. */
  readonly #counts: number[];
  readonly #exemplars: (Exemplar | undefined)[];
  #sum = 0;

  constructor(definition: MetricDefinition & { readonly buckets: readonly number[] }) {
    this.#definition = definition;
    this.#bounds = definition.buckets;
    this.#counts = [...this.#bounds, Infinity].map(() => 0);
    this.#exemplars = this.#counts.map(() => undefined);
  }

  /**
   * Observes `value` `times` times. A value that is not finite or below 0 counts as 0.
   * @param example labels by which such a case can be looked up; one per bucket is kept.
   */
  observe(value: number, times = 1, example?: Readonly<Record<string, string>>): void {
    const valid = Number.isFinite(value) && value > 0 ? value : 0;
    const found = this.#bounds.findIndex((bound) => valid <= bound);
    const bucket = found === -1 ? this.#bounds.length : found;
    this.#counts[bucket]! += times;
    this.#sum += valid * times;
    if (example !== undefined) this.#exemplars[bucket] = exemplarOf(example, valid);
  }

  family(): MetricFamily {
    return { ...this.#definition, samples: this.#samples() };
  }

  #samples(): Sample[] {
    let below = 0;
    const buckets = this.#counts.map((count, i) => {
      below += count;
      const le = i === this.#bounds.length ? '+Inf' : String(this.#bounds[i]!);
      const text = labelText(['le'], [le]);
      return { suffix: '_bucket', text, value: below, exemplar: this.#exemplars[i] };
    });
    return [
      ...buckets,
      { suffix: '_sum', text: '', value: this.#sum },
      { suffix: '_count', text: '', value: below },
    ];
  }
}

/** `undefined` if it would be longer than OpenMetrics allows. */
function exemplarOf(
  example: Readonly<Record<string, string>>,
  value: number,
): Exemplar | undefined {
  const [names, values] = [Object.keys(example), Object.values(example)];
  const length = [...names, ...values].join('').length;
  if (length === 0 || length > EXEMPLAR_CHARACTERS_MAX) return undefined;
  return { labels: labelText(names, values), value, at: Date.now() / 1000 };
}

/** Names and values together, in OpenMetrics 1.0. */
const EXEMPLAR_CHARACTERS_MAX = 128;
