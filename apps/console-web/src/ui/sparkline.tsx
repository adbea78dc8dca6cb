/** The shape of a rate, small enough for a row. Its meaning is told in words beside it. */
export function Sparkline({
  values,
  width = 96,
  height = 24,
}: {
  readonly values: readonly number[];
  readonly width?: number;
  readonly height?: number;
}) {
  const { line, area } = pathsOf(values, width, height);
  return (
    <svg
      class={values.some((value) => value > 0) ? 'spark' : 'spark spark-idle'}
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

function pathsOf(values: readonly number[], width: number, height: number) {
  // A trickle must not look like a flood.
  const top = Math.max(1, ...values);
  const step = width / Math.max(1, values.length - 1);
  const points = values.map((value, i) => {
    const y = height - 1.5 - (value / top) * (height - 3);
    return `${(i * step).toFixed(1)} ${y.toFixed(1)}`;
  });
  const line = points.length === 0 ? '' : `M${points.join('L')}`;
  const area = points.length === 0 ? '' : `${line}L${width} ${height}L0 ${height}Z`;
  return { line, area };
}
