import type { BridgeStatus, RelayStatus, TargetStatus } from './relay-status.js';

/** The status for people: a line a bridge, a line a target, the totals. */
export function statusTable(status: RelayStatus): string[] {
  const { bridges, targets, totals } = status;
  const dropped = sumOf(totals.dropped);
  return [
    ...table(
      ['bridge', 'source', 'received', 'reported', 'dropped', 'dead', 'waiting', ''],
      bridges.map((bridge) => bridgeRow(bridge)),
    ),
    '',
    ...table(
      ['target', 'state', 'waiting', 'oldest', 'live job', ''],
      targets.map((target) => targetRow(target, status.at)),
    ),
    '',
    `received ${totals.received} = reported ${totals.reported} + dropped ${dropped}` +
      ` + dead-lettered ${totals.deadLettered} + waiting ${totals.waiting}` +
      (totals.unaccounted === 0 ? '' : `; UNACCOUNTED FOR: ${totals.unaccounted}`),
    ...Object.entries(totals.dropped).map(([reason, count]) => `  dropped ${reason}: ${count}`),
  ];
}

function bridgeRow(bridge: BridgeStatus): string[] {
  const { received, reported, dropped, deadLettered, waiting, unaccounted } = bridge;
  return [
    bridge.bridge,
    bridge.source,
    String(received),
    String(reported),
    String(sumOf(dropped)),
    String(deadLettered),
    String(waiting),
    [
      bridge.sourceRefused ?? (bridge.source === 'ready' ? '' : (bridge.sourceReason ?? '')),
      unaccounted === 0 ? '' : `unaccounted for: ${unaccounted}`,
    ]
      .filter((note) => note !== '')
      .join('; '),
  ];
}

function targetRow(target: TargetStatus, at: number): string[] {
  const { failures, failing, nextAt } = target;
  const notes = [
    target.pausedReason ?? '',
    failures === 0 ? '' : `${failures} failures in a row (${failing ?? 'unknown'})`,
    nextAt === undefined ? '' : `next in ${seconds(nextAt - at)}`,
  ];
  return [
    target.target,
    target.state,
    String(target.waiting),
    target.oldestAgeMs === undefined ? '' : seconds(target.oldestAgeMs),
    target.liveJob ?? '',
    notes.filter((note) => note !== '').join('; '),
  ];
}

function seconds(ms: number): string {
  return `${(ms / 1000).toFixed(1)} s`;
}

function sumOf(counts: Readonly<Record<string, number>>): number {
  return Object.values(counts).reduce((sum, count) => sum + count, 0);
}

/** Columns as wide as their widest cell; numbers to the right. */
function table(head: readonly string[], rows: readonly (readonly string[])[]): string[] {
  const all = [head, ...rows];
  const widths = head.map((_, i) => Math.max(...all.map((row) => row[i]!.length)));
  return all.map((row) =>
    row
      .map((cell, i) => (/^\d+$/u.test(cell) ? cell.padStart(widths[i]!) : cell.padEnd(widths[i]!)))
      .join('  ')
      .trimEnd(),
  );
}
