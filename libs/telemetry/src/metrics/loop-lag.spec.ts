import { setTimeout as pause } from 'node:timers/promises';
import { Registry } from 'prom-client';
import { measureLoopLag } from './loop-lag.js';

const STALL_MS = 400;

async function maxOf(registry: Registry): Promise<number> {
  const [, value] = /^nodejs_eventloop_lag_max_seconds (\S+)$/m.exec(await registry.metrics())!;
  return Number(value);
}

function stall(): void {
  const end = performance.now() + STALL_MS;
  while (performance.now() < end);
}

describe('the lag of the event loop', () => {
  it('measures how late a look is, not the time between looks, and begins anew once it was read', async () => {
    const registry = new Registry();
    measureLoopLag(registry);
    // The first look only sets the time from which the next one is measured.
    let max = 0;
    while (max < 0.25) {
      stall();
      await pause(10);
      max = await maxOf(registry);
    }
    expect(await maxOf(registry)).toBe(max);
    while ((await maxOf(registry)) === max) await pause(10);
  });

  it('has the same metric names as that of prom-client', async () => {
    const registry = new Registry();
    measureLoopLag(registry);
    const names = registry.getMetricsAsArray().map(({ name }) => name);
    const figures = ['min', 'max', 'mean', 'stddev', 'p50', 'p90', 'p99'];
    expect(names).toEqual(figures.map((figure) => `nodejs_eventloop_lag_${figure}_seconds`));
  });
});
