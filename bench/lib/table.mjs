// Tables for people. Each cell has the median, the least and the most of the rounds.

const THIN = '\u2009';

/** The columns of each group of cases: heading, figure, number of decimals. */
const COLUMNS = {
  shipped: [
    ['CPU %', 'cpuPercent', 1],
    ['Redis CPU %', 'redisCpuPercent', 1],
    ['console CPU %', 'consoleCpuPercent', 1],
    ['commands/event', 'commandsPerEvent', 1],
    ['round trips/event', 'roundTripsPerEvent', 1],
    ['commands/s', 'commandsPerSecond', 0],
    ['events/report', 'eventsPerReport', 1],
    ['p50 ms', 'p50', 0],
    ['p95 ms', 'p95', 0],
    ['connected after s', 'connectedSeconds', 2],
    ['RSS MB', 'rssMbMax', 0],
  ],
  growing: [
    ['connections', 'connections', 0],
    ['slowest kind, p50 ms', 'slowestKindMs', 0],
    ['… CPU ms with Redis, most', 'cpuMsMax', 0],
    ['slowest answer ms', 'slowestAnswerMs', 0],
    ['RSS MB', 'rssMbMax', 0],
  ],
  throughput: [
    ['events/s', 'eventsPerSecond', 0],
    ['events/report', 'eventsPerReport', 0],
    ['CPU µs/event', 'cpuMicrosPerEvent', 1],
    ['Redis CPU µs/event', 'redisCpuMicrosPerEvent', 1],
    ['commands/event', 'commandsPerEvent', 2],
    ['heap B/event', 'heapBytesPerEvent', 0],
    ['RSS MB', 'rssMbMax', 0],
  ],
  peers: [
    ['events/s', 'eventsPerSecond', 0],
    ['CPU µs/event', 'cpuMicrosPerEvent', 1],
    ['Redis CPU µs/event', 'redisCpuMicrosPerEvent', 1],
    ['RSS MB', 'rssMbMax', 0],
  ],
  latency: [
    ['p50 ms', 'p50', 2],
    ['p99 ms', 'p99', 2],
    ['p99.9 ms', 'p999', 2],
    ['slowest ms', 'slowest', 1],
    ['samples', 'samples', 0],
    ['CPU µs/event', 'cpuMicrosPerEvent', 1],
    ['RSS MB', 'rssMbMax', 0],
  ],
  memory: [
    ['events/entry', 'eventsPerEntry', 0],
    ['fragment B/event', 'fragmentBytesPerEvent', 1],
    ['Redis B/event', 'redisBytesPerEvent', 1],
    ['overhead', 'overhead', 3],
    ['MEMORY USAGE', 'memoryUsagePerEvent', 1],
    ['dedupe B/event', 'dedupeBytesPerEvent', 1],
  ],
  recovery: [
    ['events/s', 'eventsPerSecond', 0],
    ['seconds', 'seconds', 1],
    ['first report after s', 'firstReportSeconds', 1],
    ['caught up after s', 'caughtUpSeconds', 1],
    ['RSS MB', 'rssMbMax', 0],
  ],
};

/** The tables of all cases that have run, and a line for each claim: whether it holds. */
export function report(results, claims) {
  const parts = [];
  for (const [group, columns] of Object.entries(COLUMNS)) {
    const rows = results.filter((result) => result.group === group);
    if (rows.length > 0) parts.push(tableOf(group, columns, rows));
  }
  const known = claims.filter(({ measured }) => measured !== undefined);
  parts.push(known.map(claimLine).join('\n'));
  return `${parts.join('\n\n')}\n`;
}

function tableOf(group, columns, rows) {
  const used = columns.filter(([, figure]) => rows.some(({ figures }) => figure in figures));
  const head = [group, ...used.map(([heading]) => heading)];
  const body = rows.map(({ title, figures }) => [
    title,
    ...used.map(([, figure, digits]) => cell(figures[figure], digits)),
  ]);
  const widths = head.map((_, i) => Math.max(...[head, ...body].map((row) => row[i].length)));
  const line = (row) =>
    row.map((text, i) => (i === 0 ? text.padEnd(widths[i]) : text.padStart(widths[i]))).join('  ');
  const rule = widths.map((width) => '─'.repeat(width)).join('  ');
  return [line(head), rule, ...body.map(line)].join('\n');
}

function cell(figure, digits) {
  if (figure === undefined) return '–';
  const { median, min, max } = figure;
  const of = (value) => number(value, digits);
  return min === max ? of(median) : `${of(median)} (${of(min)}–${of(max)})`;
}

function number(value, digits) {
  return value.toFixed(digits).replace(/\B(?=(\d{3})+(?!\d))/gu, digits === 0 ? THIN : '');
}

function claimLine({ sentence, measured, bound, holds }) {
  return `${holds ? 'pass' : 'FAIL'}  ${sentence} (${measured.toPrecision(3)}, bound ${bound})`;
}
