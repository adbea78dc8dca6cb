import { ROLES } from '#config';
import {
  REPORT_QUEUE,
  type LedgerReader,
  type LedgerRow,
  type ReportQueue,
  type TargetState,
} from '#event-buffer';
import type { RelayMetrics } from '#telemetry';
import type { MetricCollector } from '../console/metric-collectors.js';
import type { BridgeCatalogue } from '../bridges/bridge-catalogue.js';
import { answersTold } from '../answers/waiting-answers.js';
import { PAUSE_REASONS } from '../reporter/pause-reasons.js';

/** Exports what Redis holds rather than this process: buffers and the queue. */
export function bufferMetrics(
  ledger: LedgerReader,
  queue: ReportQueue,
  metrics: RelayMetrics,
  catalogue: Pick<BridgeCatalogue, 'bridges' | 'known'>,
): MetricCollector {
  return {
    name: 'buffers',
    collect: async () => {
      const [now, states, counts, processes, missing] = await Promise.all([
        ledger.now(),
        ledger.look(),
        queue.counts(),
        ledger.processes(),
        ledger.missingRooms(),
      ]);
      for (const role of ROLES) {
        metrics.processes.set(processes.filter(({ roles }) => roles.includes(role)).length, role);
      }
      for (const [state, count] of Object.entries(counts)) {
        metrics.queueJobs.set(count, REPORT_QUEUE, state);
      }
      // Of a bridge that was removed nobody waits for its room to be found.
      const isMissed = (target: string, bridge: string): boolean =>
        missing.has(target) && catalogue.bridges.has(bridge);
      const rows = byBridge(states.flatMap((one) => rowsOf(one, now, isMissed)));
      setBridges([...thoseThatMatter(rows, catalogue.bridges)], metrics);
      const redundant = catalogue.known.filter(({ redundancy }) => redundancy === 2);
      metrics.sourceRedundancy.replace(redundant, nameOf, () => 2);
      const paused = states.map(({ record }) => record.get('pausedReason'));
      for (const reason of PAUSE_REASONS) {
        metrics.targetsPaused.set(paused.filter((one) => one === reason).length, reason);
      }
    },
  };
}

interface BridgeRow extends Pick<LedgerRow, 'bridge' | 'waiting' | 'deadLettered'> {
  /** Of the oldest event of its target, in seconds. */
  readonly oldestAge: number;
  /** The same, counted from when the target last waited on purpose. */
  readonly overdue: number;
  readonly withoutJob: boolean;
  readonly answers?: number | undefined;
}

function rowsOf(
  { target, oldestReceivedAt: oldest, record, rows }: TargetState,
  now: number,
  isMissed: (target: string, bridge: string) => boolean,
): BridgeRow[] {
  const oldestAge = oldest === undefined ? 0 : Math.max(0, now - oldest) / 1000;
  const dueMs = now - Math.max(oldest ?? now, record.get('keptBackUntil') ?? 0);
  const withoutJob = oldest !== undefined && record.get('delay') === 'no-job';
  // A reporter of an earlier version does not tell until when it keeps back what waits.
  const isPaused = record.control.state === 'paused';
  const overdue = withoutJob || isPaused ? 0 : Math.max(0, dueMs) / 1000;
  const answers = answersTold(record.get('answers'), now, record.get('liveJob'))?.count;
  return rows.map(({ bridge, waiting, deadLettered }) => {
    const row = { bridge, waiting, deadLettered, oldestAge, overdue, withoutJob, answers };
    return !isPaused && isMissed(target, bridge) ? { ...row, overdue: oldestAge } : row;
  });
}

function setBridges(rows: readonly BridgeRow[], metrics: RelayMetrics): void {
  metrics.bufferEvents.replace(rows, nameOf, ({ waiting }) => waiting);
  metrics.bufferOldestAge.replace(rows, nameOf, ({ oldestAge }) => oldestAge);
  metrics.bufferOverdue.replace(rows, nameOf, ({ overdue }) => overdue);
  metrics.deadLetters.replace(rows, nameOf, ({ deadLettered }) => deadLettered);
  metrics.roomWithoutJob.replace(rows, nameOf, ({ withoutJob }) => (withoutJob ? 1 : 0));
  metrics.answersWaiting.replace(rows, nameOf, ({ answers }) => answers);
}

function nameOf({ bridge }: Pick<BridgeRow, 'bridge'>): string {
  return bridge;
}

/** A bridge that was given another target has a row with each of them. */
function byBridge(rows: readonly BridgeRow[]): ReadonlyMap<string, BridgeRow> {
  const bridges = new Map<string, BridgeRow>();
  for (const row of rows) {
    const { bridge } = row;
    const before = bridges.get(bridge);
    if (before === undefined) {
      bridges.set(bridge, row);
      continue;
    }
    bridges.set(bridge, {
      bridge,
      waiting: before.waiting + row.waiting,
      deadLettered: before.deadLettered + row.deadLettered,
      oldestAge: Math.max(before.oldestAge, row.oldestAge),
      overdue: Math.max(before.overdue, row.overdue),
      withoutJob: before.withoutJob || row.withoutJob,
      answers: row.answers ?? before.answers,
    });
  }
  return bridges;
}

/** The bridges that there are, and those that have gone and left something. */
function* thoseThatMatter(
  rows: ReadonlyMap<string, BridgeRow>,
  bridges: ReadonlyMap<string, unknown>,
): Iterable<BridgeRow> {
  for (const row of rows.values()) {
    if (bridges.has(row.bridge) || row.waiting + row.deadLettered > 0) yield row;
  }
  for (const bridge of bridges.keys()) if (!rows.has(bridge)) yield { ...NOTHING, bridge };
}

const NOTHING = { waiting: 0, deadLettered: 0, oldestAge: 0, overdue: 0, withoutJob: false };
