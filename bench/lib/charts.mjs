// The plots of a run, as far as the needed cases have run.
import { lineChart } from './svg.mjs';

const NINES = [
  [0, 'all'],
  [1, '90 %'],
  [2, '99 %'],
  [3, '99.9 %'],
  [4, '99.99 %'],
  [5, '99.999 %'],
];

/** File name and content of each plot. */
export function chartsOf(results) {
  const find = (name) => results.find((one) => one.name === name);
  return [
    ['throughput.svg', overTime(find)],
    ['latency.svg', distribution(results)],
    ['scaling.svg', scaling(find)],
    ['recovery.svg', recovery(find)],
  ].filter(([, svg]) => svg !== undefined);
}

function overTime(find) {
  const lines = [
    ['hot', 'the relay'],
    ['hot-floor', 'the floor'],
    ['hot-baseline', 'a job per event'],
  ];
  const series = lines.flatMap(([name, label]) => {
    const points = find(name)?.last.rates ?? [];
    return points.length > 1 ? [{ name: label, points }] : [];
  });
  if (series.length === 0) return undefined;
  return lineChart({
    title: 'One hot bridge: events accepted a second, over time',
    x: { label: 'seconds' },
    y: { label: 'events/s', log: true },
    series: series.map((one) => ({ ...one, points: one.points.filter(([, rate]) => rate > 0) })),
  });
}

function distribution(results) {
  const cases = results.filter(({ group }) => group === 'latency');
  if (cases.length === 0) return undefined;
  const series = cases.map(({ title, last }) => ({ name: title, points: last.curve }));
  const most = Math.max(...series.flatMap(({ points }) => points.map(([x]) => x)));
  return lineChart({
    title: 'Latency from arrival to accepted: so many events are faster',
    x: { label: 'share of events', from: 0, ticks: NINES.filter(([nines]) => nines <= most) },
    y: { label: 'ms', log: true },
    series,
  });
}

function scaling(find) {
  const points = (names, figure) =>
    names.flatMap((name) => {
      const found = find(name);
      return found === undefined ? [] : [[found.bridges, found.figures[figure].median]];
    });
  const series = [
    { name: 'one process', points: points(['hot', '100', '1000'], 'eventsPerSecond') },
    { name: 'two processes', points: points(['hot-split', '1000-split'], 'eventsPerSecond') },
    { name: 'sink 50 ms', points: points(['hot-50ms', '100-50ms'], 'eventsPerSecond') },
  ].filter((one) => one.points.length > 0);
  if (series.length === 0) return undefined;
  return lineChart({
    title: 'Events accepted a second, by the number of bridges',
    x: { label: 'bridges', log: true },
    y: { label: 'events/s' },
    series,
  });
}

function recovery(find) {
  const points = find('backlog')?.last.rates ?? [];
  if (points.length < 2) return undefined;
  return lineChart({
    title: 'A backlog is drained: events accepted a second, over time',
    x: { label: 'seconds' },
    y: { label: 'events/s' },
    series: [{ name: find('backlog').title, points }],
  });
}
