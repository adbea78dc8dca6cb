import { REPORT_QUEUE, type LedgerReader, type ReportQueue } from '#event-buffer';
import type { RelayMetrics } from '#telemetry';
import type { MetricCollector } from '../console/metric-collectors.js';

/** Exports what Redis holds rather than this process: buffers and the queue. */
export function bufferMetrics(
  ledger: LedgerReader,
  queue: ReportQueue,
  metrics: RelayMetrics,
): MetricCollector {
  return {
    name: 'buffers',
    collect: async () => {
      const [targets, counts] = await Promise.all([ledger.targets(), queue.counts()]);
      metrics.bufferEvents.clear();
      metrics.bufferOldestAge.clear();
      for (const [state, count] of Object.entries(counts)) {
        metrics.queueJobs.set(count, REPORT_QUEUE, state);
      }
      await Promise.all(targets.map(async (target) => collectTarget(target, ledger, metrics)));
    },
  };
}

async function collectTarget(
  target: string,
  ledger: LedgerReader,
  metrics: RelayMetrics,
): Promise<void> {
  const [rows, oldest] = await Promise.all([
    ledger.rowsOf(target),
    ledger.oldestReceivedAt(target),
  ]);
  const age = oldest === undefined ? 0 : Math.max(0, Date.now() - oldest) / 1000;
  for (const { bridge, waiting } of rows) {
    metrics.bufferEvents.set(waiting, bridge);
    metrics.bufferOldestAge.set(age, bridge);
  }
}
