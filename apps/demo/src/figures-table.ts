import type { SimulatorState } from '../../simulator/src/index.js';
import type { DemoFigures } from './figures.js';
import type { LedgerFigures, RelayLedger } from './status.external.js';

/** The figures as a table: a column for every bridge and one for all of them. */
export function figuresTable(
  { bridges, totals }: RelayLedger,
  figures: DemoFigures,
  answers?: SimulatorState['answers'],
): string[] {
  const columns: readonly LedgerFigures[] = [...bridges, totals];
  const reasons = Object.keys(totals.dropped).toSorted();
  const row = (name: string, figure: (column: LedgerFigures) => number): string[] => [
    name,
    ...columns.map((column) => grouped(figure(column))),
  ];
  const ofAll = (name: string, figure: string): string[] => [
    name,
    ...bridges.map(() => ''),
    figure,
  ];
  const { reports, latencyMs } = figures;
  return aligned([
    ['', ...bridges.map(({ bridge }) => bridge), 'total'],
    row('received', ({ received }) => received),
    row('reported', ({ reported }) => reported),
    ...(reasons.length === 0 ? [row('dropped', () => 0)] : []),
    ...reasons.map((reason) => row(`dropped: ${reason}`, ({ dropped }) => dropped[reason] ?? 0)),
    row('dead-lettered', ({ deadLettered }) => deadLettered),
    row('waiting', ({ waiting }) => waiting),
    ofAll('reports', grouped(reports)),
    ofAll('latency p50', inMs(latencyMs.p50)),
    ofAll('latency p99', inMs(latencyMs.p99)),
    ...(answers === undefined
      ? []
      : [
          ofAll('answers spoken', grouped(answers.spoken)),
          ofAll('answers that wait', grouped(answers.waiting)),
          ofAll('age when answered, p95', inMs(answers.ageMs.p95)),
        ]),
  ]);
}

/** A whole number with its thousands separated. */
export function grouped(number: number): string {
  return number.toLocaleString('en-US');
}

function inMs(ms: number | null): string {
  return ms === null ? '–' : `${grouped(Math.round(ms))} ms`;
}

function aligned(rows: readonly (readonly string[])[]): string[] {
  const widths = rows[0]!.map((_, at) => Math.max(...rows.map((row) => row[at]!.length)));
  return rows.map((row) =>
    row
      .map((cell, at) => (at === 0 ? cell.padEnd(widths[at]!) : cell.padStart(widths[at]!)))
      .join('   ')
      .trimEnd(),
  );
}
