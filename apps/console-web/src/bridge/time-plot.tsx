import { signal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import uPlot from 'uplot';
import 'uplot/dist/uPlot.min.css';
import { language } from '../texts/texts.js';
import { theme } from '../ui/theme.js';

const HEIGHT = 190;

/** Changes while the page is open where the system is dark at night. */
const system = matchMedia('(prefers-color-scheme: dark)');
const isDark = signal(system.matches);
system.addEventListener('change', ({ matches }) => (isDark.value = matches));

interface PlotLine {
  readonly name: string;
  /** A colour of the page: `--accent`. */
  readonly color: string;
  readonly isDashed?: boolean;
  readonly isFilled?: boolean;
}

interface TimePlotProps {
  readonly heading: string;
  readonly lines: readonly PlotLine[];
  /** What the plot shows, in words, for screen readers. */
  readonly says: string;
  readonly data: () => uPlot.AlignedData;
  /** The plot is drawn again whenever this changes. */
  readonly version: number;
  readonly figure?: (value: number) => string;
}

/** Lines over the last ten minutes, with their names. */
export function TimePlot({ heading, lines, says, data, version, figure = String }: TimePlotProps) {
  const place = useRef<HTMLDivElement>(null);
  const plot = useRef<uPlot | undefined>(undefined);
  const [spoken, shown, dark] = [language.value, theme.value, isDark.value];
  useEffect(() => {
    const element = place.current;
    if (element === null) return undefined;
    const drawn = new uPlot(optionsFor(element, lines, figure), data(), element);
    plot.current = drawn;
    const watch = new ResizeObserver(() => {
      drawn.setSize({ width: element.clientWidth, height: HEIGHT });
    });
    watch.observe(element);
    return () => {
      watch.disconnect();
      drawn.destroy();
    };
  }, [spoken, shown, dark]);
  useEffect(() => plot.current?.setData(data()), [version]);
  return (
    <section class="card plot">
      <div class="plot-head">
        <h2>{heading}</h2>
        {lines.map(({ name, isDashed = false }) => (
          <span key={name} class={isDashed ? 'plot-dashed' : ''}>
            {name}
          </span>
        ))}
      </div>
      <div ref={place} role="img" aria-label={says} />
    </section>
  );
}

function optionsFor(
  element: HTMLElement,
  lines: readonly PlotLine[],
  figure: (value: number) => string,
): uPlot.Options {
  const style = getComputedStyle(element);
  const color = (name: string): string => style.getPropertyValue(name).trim();
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
      {
        ...axis,
        size: 30,
        space: 70,
        incrs: [60, 120, 300],
        values: (_, times) => times.map(clockTime),
      },
      { ...axis, size: 52, values: (_, values) => values.map(figure) },
    ],
    series: [
      {},
      ...lines.map(({ name, color: of, isDashed = false, isFilled = false }) => ({
        label: name,
        stroke: color(of),
        width: 2,
        points: { show: false },
        ...(isDashed && { dash: [5, 3] }),
        ...(isFilled && { fill: `color-mix(in srgb, ${color(of)} 12%, transparent)` }),
      })),
    ],
  };
}

function clockTime(seconds: number): string {
  return new Date(seconds * 1000).toTimeString().slice(0, 5);
}
