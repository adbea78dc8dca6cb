import { useEffect, useRef } from 'preact/hooks';
import uPlot from 'uplot';
import 'uplot/dist/uPlot.min.css';
import { SLOT_MS } from '../live/trace.js';
import { now, type Row } from '../rows/store.js';
import { language, t } from '../texts/texts.js';
import { theme } from '../ui/theme.js';

const HEIGHT = 190;

/** What came in and went out, over the last ten minutes. */
export function Plots({ row }: { readonly row: Row }) {
  const words = t().bridge;
  const place = useRef<HTMLDivElement>(null);
  const plot = useRef<uPlot | undefined>(undefined);
  const [spoken, shown] = [language.value, theme.value];
  useEffect(() => {
    const element = place.current;
    if (element === null) return undefined;
    const drawn = new uPlot(optionsFor(element), dataOf(row), element);
    plot.current = drawn;
    const watch = new ResizeObserver(() => {
      drawn.setSize({ width: element.clientWidth, height: HEIGHT });
    });
    watch.observe(element);
    return () => {
      watch.disconnect();
      drawn.destroy();
    };
  }, [spoken, shown]);
  const slot = Math.floor(now.value / SLOT_MS);
  useEffect(() => plot.current?.setData(dataOf(row)), [slot]);
  const { received, reported } = row.trace.rates(now.value);
  return (
    <section class="card plots">
      <div class="plot-head">
        <h2>{words.plot}</h2>
        <span class="plot-in">{words.plotIn}</span>
        <span class="plot-out">{words.plotOut}</span>
      </div>
      <div
        ref={place}
        role="img"
        aria-label={words.plotSays(received.toFixed(1), reported.toFixed(1))}
      />
    </section>
  );
}

function dataOf({ trace }: Row): uPlot.AlignedData {
  const { received, reported } = trace.series(now.peek());
  const end = trace.slotAt / 1000;
  const step = SLOT_MS / 1000;
  const times = received.map((_, i) => end - (received.length - i) * step);
  return [times, received, reported];
}

function optionsFor(element: HTMLElement): uPlot.Options {
  const style = getComputedStyle(element);
  const color = (name: string): string => style.getPropertyValue(name).trim();
  const words = t().bridge;
  const axis = {
    stroke: color('--faint'),
    grid: { stroke: color('--line'), width: 1 },
    ticks: { show: false },
    font: `12px ${style.fontFamily}`,
  };
  return {
    width: Math.max(200, element.clientWidth),
    height: HEIGHT,
    cursor: { drag: { x: false, y: false } },
    legend: { show: false },
    scales: { y: { range: (_, _min, max) => [0, Math.max(1, max * 1.15)] } },
    axes: [
      { ...axis, size: 30, space: 90, values: (_, times) => times.map((time) => clockTime(time)) },
      { ...axis, size: 44 },
    ],
    series: [
      {},
      {
        label: words.plotIn,
        stroke: color('--accent'),
        fill: `color-mix(in srgb, ${color('--accent')} 12%, transparent)`,
        width: 2,
      },
      {
        label: words.plotOut,
        stroke: color('--well'),
        width: 2,
        dash: [5, 3],
      },
    ],
  };
}

function clockTime(seconds: number): string {
  return new Date(seconds * 1000).toTimeString().slice(0, 8);
}
