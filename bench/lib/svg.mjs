// Line charts as SVG, written by hand: legible on a light and on a dark page.

const WIDTH = 720;
const HEIGHT = 380;
const PLOT = { left: 76, right: 700, top: 44, bottom: 300 };
const COLOURS = ['#2563eb', '#d97706', '#059669', '#db2777', '#7c3aed', '#57606a'];
const TICKS = 5;

/**
 * @param chart `title`; `x` and `y`, each with a `label` and optionally `log`, `ticks` (value and
 * text) and `from`; `series`, each with a `name` and `points`.
 */
export function lineChart({ title, x, y, series }) {
  const across = scaleOf(
    x,
    series.flatMap(({ points }) => points.map(([at]) => at)),
    PLOT.left,
    PLOT.right,
  );
  const up = scaleOf(
    y,
    series.flatMap(({ points }) => points.map(([, at]) => at)),
    PLOT.bottom,
    PLOT.top,
  );
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img" aria-label="${escaped(title)}">`,
    '<style>text{font:12px system-ui,sans-serif;fill:#57606a}.title{font-size:15px;font-weight:600}' +
      '.grid{stroke:#8b949e;stroke-opacity:.3}path{fill:none;stroke-width:2}' +
      '@media(prefers-color-scheme:dark){text{fill:#adbac7}}</style>',
    `<text class="title" x="${PLOT.left}" y="24">${escaped(title)}</text>`,
    ...up.ticks.map(([at, text]) => horizontal(at, text)),
    ...across.ticks.map(([at, text]) => vertical(at, text)),
    `<text x="${(PLOT.left + PLOT.right) / 2}" y="${PLOT.bottom + 38}" text-anchor="middle">${escaped(x.label)}</text>`,
    `<text transform="translate(16 ${(PLOT.top + PLOT.bottom) / 2}) rotate(-90)" text-anchor="middle">${escaped(y.label)}</text>`,
    ...series.map(({ points }, i) =>
      line(points, across.place, up.place, COLOURS[i % COLOURS.length]),
    ),
    ...series.map(({ name }, i) => legend(name, i, series.length)),
    '</svg>\n',
  ].join('\n');
}

function scaleOf({ log = false, ticks, from }, values, start, end) {
  const least = from ?? (log ? Math.min(...values) : Math.min(0, ...values));
  const most = Math.max(...values);
  const to = log ? Math.log10 : (value) => value;
  const low = log ? Math.floor(to(least)) : least;
  const high = log ? Math.ceil(to(most)) : Math.max(most, least + 1);
  const span = Math.max(1e-9, high - low);
  const place = (value) => start + ((to(value) - low) / span) * (end - start);
  const chosen = ticks ?? (log ? powers(low, high) : steps(low, high));
  return { place, ticks: chosen.map(([value, text]) => [place(value), text]) };
}

function powers(low, high) {
  return Array.from({ length: high - low + 1 }, (_, i) => [
    10 ** (low + i),
    short(10 ** (low + i)),
  ]);
}

function steps(low, high) {
  const rough = (high - low) / TICKS;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = [1, 2, 5, 10].map((factor) => factor * power).find((one) => one >= rough);
  const count = Math.floor((high - low) / step + 1e-9);
  return Array.from({ length: count + 1 }, (_, i) => [low + i * step, short(low + i * step)]);
}

function short(value) {
  if (value >= 1e6) return `${round(value / 1e6)} M`;
  return value >= 10_000 ? `${round(value / 1000)} k` : String(round(value));
}

function round(value) {
  return Number(value.toPrecision(3));
}

function horizontal(at, text) {
  const y = at.toFixed(1);
  return (
    `<line class="grid" x1="${PLOT.left}" x2="${PLOT.right}" y1="${y}" y2="${y}"/>` +
    `<text x="${PLOT.left - 8}" y="${(at + 4).toFixed(1)}" text-anchor="end">${escaped(text)}</text>`
  );
}

function vertical(at, text) {
  const x = at.toFixed(1);
  return (
    `<line class="grid" x1="${x}" x2="${x}" y1="${PLOT.top}" y2="${PLOT.bottom}"/>` +
    `<text x="${x}" y="${PLOT.bottom + 18}" text-anchor="middle">${escaped(text)}</text>`
  );
}

function line(points, across, up, colour) {
  const d = points.map(
    ([x, y], i) => `${i === 0 ? 'M' : 'L'}${across(x).toFixed(1)} ${up(y).toFixed(1)}`,
  );
  const dots = points.length > 12 ? [] : points.map(([x, y]) => dot(across(x), up(y), colour));
  return `<path d="${d.join('')}" stroke="${colour}"/>${dots.join('')}`;
}

function dot(x, y, colour) {
  return `<circle cx="${x.toFixed(1)}" cy="${y.toFixed(1)}" r="3.5" fill="${colour}"/>`;
}

function legend(name, i, count) {
  const step = (PLOT.right - PLOT.left) / Math.max(3, count);
  const x = PLOT.left + i * step;
  const y = HEIGHT - 16;
  return (
    `<rect x="${x}" y="${y - 9}" width="14" height="4" fill="${COLOURS[i % COLOURS.length]}"/>` +
    `<text x="${x + 20}" y="${y - 2}">${escaped(name)}</text>`
  );
}

function escaped(text) {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');
}
