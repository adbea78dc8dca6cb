/** The label of all bridges together, if there are too many to tell apart. */
const ALL_BRIDGES = 'other';

/** How the series of many bridges become one. */
export type Fold = 'sum' | 'max';

/** One value for each label, and the series' value. */
export interface LabelledValue {
  readonly labels: readonly string[];
  readonly value: number;
}

/**
 * Folds the series of all bridges into one for each value of the other labels. `bridge` is the
 * first label.
 */
export function foldBridges(values: Iterable<LabelledValue>, fold: Fold): LabelledValue[] {
  const folded = new Map<string, { readonly labels: readonly string[]; value: number }>();
  for (const { labels, value } of values) {
    const rest = labels.slice(1);
    const key = rest.join('\n');
    const known = folded.get(key);
    if (known === undefined) folded.set(key, { labels: [ALL_BRIDGES, ...rest], value });
    else known.value = fold === 'sum' ? known.value + value : Math.max(known.value, value);
  }
  return [...folded.values()];
}
