import type { Series } from '../live/trace.js';

/** A small plot of a rate, for a row. The text beside it says what it means. */
export function Sparkline({
  values,
  width = 96,
  height = 24,
}: {
  readonly values: Series;
  readonly width?: number;
  readonly height?: number;
}) {
  const { line, area } = pathsOf(values, width, height);
  return (
    <svg
      class={values.some((value) => value !== null && value > 0) ? 'spark' : 'spark spark-idle'}
      viewBox={`0 0 ${width} ${height}`}
      preserveAspectRatio="none"
      height={height}
      aria-hidden="true"
    >
      <path class="spark-area" d={area} />
      <path class="spark-line" d={line} />
    </svg>
  );
}

/** Unknown values are not drawn; they only occur before the first known one. */
function pathsOf(values: Series, width: number, height: number) {
  const known = values.filter((value) => value !== null);
  // A scale of at least 1 keeps a low rate low.
  const top = Math.max(1, ...known);
  const step = width / Math.max(1, values.length - 1);
  const left = (values.length - known.length) * step;
  const points = known.map((value, i) => {
    const y = height - 1.5 - (value / top) * (height - 3);
    return `${(left + i * step).toFixed(1)} ${y.toFixed(1)}`;
  });
  if (points.length === 0) return { line: '', area: '' };
  const line = `M${points.join('L')}`;
  return { line, area: `${line}L${width} ${height}L${left.toFixed(1)} ${height}Z` };
}
