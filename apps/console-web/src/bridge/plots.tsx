import type uPlot from 'uplot';
import type { RecentReport } from '../api/contract.js';
import { SLOT_MS, SLOTS } from '../live/trace.js';
import { now, type Row } from '../rows/store.js';
import { latencyFigure } from '../texts/figures.js';
import { t } from '../texts/page-texts.js';
import { TimePlot } from './time-plot.js';

/** The rates of received and reported events over the last ten minutes. */
export function RatePlot({ row }: { readonly row: Row }) {
  const words = t().bridge;
  const { received, reported } = row.trace.rates(now.value);
  return (
    <TimePlot
      heading={words.plot}
      lines={[
        { name: words.plotIn, color: '--accent', isFilled: true },
        { name: words.plotOut, color: '--well', isDashed: true },
      ]}
      says={words.plotSays(received.toFixed(1), reported.toFixed(1))}
      data={() => ratesOf(row)}
      version={Math.floor(now.value / SLOT_MS)}
    />
  );
}

/** How long events took to reach MetaStudio, and how long MetaStudio took to answer. */
export function LatencyPlot({ reports }: { readonly reports: readonly RecentReport[] }) {
  const words = t().bridge;
  const last = reports.findLast(({ latencyMs }) => latencyMs !== undefined);
  return (
    <TimePlot
      heading={words.latency}
      lines={[
        { name: words.latencyEvents, color: '--accent', isFilled: true },
        { name: words.latencyAnswer, color: '--notice', isDashed: true },
      ]}
      says={last === undefined ? words.noReports : latencyFigure(last.latencyMs!)}
      data={() => latenciesOf(reports)}
      version={reports.at(-1)?.at ?? 0}
      figure={latencyFigure}
    />
  );
}

function timesOf(end: number, count: number): number[] {
  return Array.from({ length: count }, (_, i) => (end - (count - i) * SLOT_MS) / 1000);
}

function ratesOf({ trace }: Row): uPlot.AlignedData {
  const { received, reported } = trace.series(now.peek());
  return [timesOf(trace.slotAt, received.length), received, reported];
}

/**
 * The slowest report of each slot, since viewers notice that one. The slots are those of the rates.
 */
function latenciesOf(reports: readonly RecentReport[]): uPlot.AlignedData {
  const end = Math.floor(now.peek() / SLOT_MS) * SLOT_MS + SLOT_MS;
  const slots = SLOTS - 1;
  const events: (number | null)[] = Array.from({ length: slots }, () => null);
  const answers = [...events];
  for (const { at, durationMs, latencyMs } of reports) {
    const slot = slots - Math.ceil((end - at) / SLOT_MS);
    if (slot < 0 || slot >= slots) continue;
    answers[slot] = Math.max(answers[slot] ?? 0, durationMs);
    if (latencyMs !== undefined) events[slot] = Math.max(events[slot] ?? 0, latencyMs);
  }
  return [timesOf(end, slots), events, answers];
}
