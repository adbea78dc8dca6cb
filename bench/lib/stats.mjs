// Medians with their spread, and percentiles.

export function median(values) {
  return quantile(values.toSorted(ascending), 0.5);
}

/** The value below which a share of sorted values lies, interpolated between two of them. */
export function quantile(sorted, share) {
  if (sorted.length === 0) return 0;
  const at = (sorted.length - 1) * share;
  const below = Math.floor(at);
  const next = sorted[Math.min(below + 1, sorted.length - 1)];
  return sorted[below] + (next - sorted[below]) * (at - below);
}

/** The median, the least and the most of each figure over the rounds of a case, and its rounds. */
export function summaryOf(rounds) {
  const figures = {};
  for (const [name, value] of Object.entries(rounds[0])) {
    if (typeof value !== 'number') continue;
    const values = rounds.map((round) => round[name]);
    figures[name] = {
      median: median(values),
      min: Math.min(...values),
      max: Math.max(...values),
      rounds: values,
    };
  }
  return figures;
}

const CURVE_STEPS_A_NINE = 8;

/** The published percentiles of latencies in ms, and a curve for the plot. */
export function latencyFigures(latencies) {
  const sorted = Float64Array.from(latencies).sort();
  const curve = [];
  const nines = Math.log10(Math.max(10, sorted.length));
  for (let step = 0; step <= nines * CURVE_STEPS_A_NINE; step++) {
    const x = step / CURVE_STEPS_A_NINE;
    curve.push([x, quantile(sorted, 1 - 10 ** -x)]);
  }
  return {
    samples: sorted.length,
    p50: quantile(sorted, 0.5),
    p95: quantile(sorted, 0.95),
    p99: quantile(sorted, 0.99),
    p999: quantile(sorted, 0.999),
    slowest: sorted.at(-1) ?? 0,
    curve,
  };
}

/** Events a second over time. @param timeline pairs: a time, the total that was reached at it. */
export function ratesOver(timeline, startedAt, binMs = 250) {
  const bins = [];
  let before = 0;
  for (const [at, total] of timeline) {
    const bin = Math.max(0, Math.floor((at - startedAt) / binMs));
    bins[bin] = (bins[bin] ?? 0) + total - before;
    before = total;
  }
  // The last bin is incomplete.
  return [...bins]
    .slice(0, -1)
    .map((events, bin) => [((bin + 1) * binMs) / 1000, ((events ?? 0) * 1000) / binMs]);
}

const ascending = (one, other) => one - other;
