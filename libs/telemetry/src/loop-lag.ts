import { monitorEventLoopDelay, type IntervalHistogram } from 'node:perf_hooks';
import { Gauge, type Registry } from 'prom-client';

/** How often the loop is looked at, in ms. Each look wakes a process that has nothing else to do. */
const LOOK_EVERY_MS = 100;

/** What prom-client tells of the lag. Node counts the time between two looks into all but the deviation. */
const FIGURES: Readonly<Record<string, (delays: IntervalHistogram) => number>> = {
  min: ({ min }) => min - LOOK_EVERY_MS * 1e6,
  max: ({ max }) => max - LOOK_EVERY_MS * 1e6,
  mean: ({ mean }) => mean - LOOK_EVERY_MS * 1e6,
  stddev: ({ stddev }) => stddev,
  p50: (delays) => delays.percentile(50) - LOOK_EVERY_MS * 1e6,
  p90: (delays) => delays.percentile(90) - LOOK_EVERY_MS * 1e6,
  p99: (delays) => delays.percentile(99) - LOOK_EVERY_MS * 1e6,
};

/**
 * Puts the lag of the event loop since the last scrape in place of prom-client's, under its names, in
 * seconds. prom-client's own looks a hundred times a second, which is most of what wakes a process with
 * quiet bridges, and tells the time between two looks as lag. A stall that is shorter than that may be missed.
 */
export function measureLoopLag(registry: Registry): void {
  const delays = monitorEventLoopDelay({ resolution: LOOK_EVERY_MS });
  const measured = Object.entries(FIGURES);
  const gauges: Gauge[] = [];
  // The first that is asked sets all: they are of the same looks.
  const collect = (): void => {
    // Asked twice between two looks: what was told holds.
    if (delays.count === 0) return;
    for (const [index, [, of]] of measured.entries()) {
      gauges[index]!.set(Math.max(0, of(delays)) / 1e9);
    }
    delays.reset();
  };
  for (const [figure] of measured) {
    const name = `nodejs_eventloop_lag_${figure}_seconds`;
    const help = `How late the event loop does what is due, since the last scrape: ${figure}.`;
    registry.removeSingleMetric(name);
    const first = gauges.length === 0 ? { collect } : {};
    const gauge = new Gauge({ name, help, registers: [], ...first });
    registry.registerMetric(gauge);
    gauges.push(gauge);
  }
  delays.enable();
}
