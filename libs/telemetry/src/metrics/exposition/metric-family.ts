/** An example of what a sample counts, to look one such case up. */
export interface Exemplar {
  /** As {@link labelText} writes them. */
  readonly labels: string;
  readonly value: number;
  /** In seconds since 1970. */
  readonly at: number;
}

/** One line of a metric. */
export interface Sample {
  /** What follows the metric's name, such as `_bucket`. */
  readonly suffix?: string;
  /** Its labels, as {@link labelText} writes them; '' for none. */
  readonly text: string;
  readonly value: number;
  readonly exemplar?: Exemplar | undefined;
}

/** A metric with its current values. */
export interface MetricFamily {
  readonly name: string;
  readonly type: string;
  readonly help: string;
  readonly samples: Iterable<Sample>;
}

/** The labels of a sample, without braces. */
export function labelText(names: readonly string[], values: readonly string[]): string {
  return names.map((name, i) => `${name}="${escaped(values[i] ?? '')}"`).join(',');
}

function escaped(value: string): string {
  return value.replaceAll('\\', '\\\\').replaceAll('\n', '\\n').replaceAll('"', '\\"');
}
