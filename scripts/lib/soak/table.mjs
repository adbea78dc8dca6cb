// The table at the end of a soak.
const COLUMNS = ['', 'mean', 'largest', 'growth', 'allowed', ''];

export function tableOf(trends) {
  const rows = trends.map(({ key, unit, mean, max, growth, bound, problem }) => [
    unit === '' ? key : `${key}, ${unit}`,
    text(mean),
    text(max),
    text(growth),
    text(bound),
    problem === undefined ? '' : 'grows',
  ]);
  const widths = COLUMNS.map((head, i) =>
    Math.max(head.length, ...rows.map((row) => row[i].length)),
  );
  const line = (cells) =>
    cells
      .map((cell, i) => (i === 0 ? cell.padEnd(widths[i]) : cell.padStart(widths[i])))
      .join('  ')
      .trimEnd();
  return [line(COLUMNS), ...rows.map(line)];
}

function text(value) {
  return value === null || value === undefined ? '-' : String(value);
}
