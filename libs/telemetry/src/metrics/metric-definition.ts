import type { Fold } from './instruments/fold-bridges.js';

/** A metric's name in Prometheus, its help text, and the names of its labels. */
export interface MetricDefinition {
  readonly name: `relay_${string}`;
  readonly type: 'counter' | 'gauge' | 'histogram';
  readonly help: string;
  readonly labels: readonly string[];
  /**
   * How a gauge's bridges become one series if there are too many to tell apart. @defaultValue sum
   */
  readonly folded?: Fold;
  /** Upper bounds of a histogram's buckets. */
  readonly buckets?: readonly number[];
}
