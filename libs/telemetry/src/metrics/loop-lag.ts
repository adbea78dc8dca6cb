import { monitorEventLoopDelay, type IntervalHistogram } from 'node:perf_hooks';
import { Gauge, type Registry } from 'prom-client';

/**
 * How often the lag is sampled, in ms. Each sample wakes a process that may have nothing else to
 * do.
 */
const LOOK_EVERY_MS = 100;

/**
 * prom-client's metrics of the lag. Node includes the sampling interval in all but the deviation.
 */
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
 * Replaces prom-client's event loop lag, under its names, by the lag since the last scrape, in
 * seconds. prom-client samples a hundred times a second, which causes most wake-ups of a process
 * with quiet bridges, and reports the sampling interval as lag. A stall shorter than ours may be
 * missed.
 */
export function measureLoopLag(registry: Registry): void {
  const delays = monitorEventLoopDelay({ resolution: LOOK_EVERY_MS });
  const measured = Object.entries(FIGURES);
  const gauges: Gauge[] = [];
  // The first metric that is collected sets all, so that they agree.
  const collect = (): void => {
    // Collected twice between two samples: the last values still hold.
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
