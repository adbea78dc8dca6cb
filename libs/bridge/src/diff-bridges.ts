import type { BridgeRecord, BridgeRecords } from './bridge-record.js';

/** The difference between two sets of records. */
export interface BridgeDifference {
  readonly added: readonly BridgeRecord[];
  readonly changed: readonly { readonly before: BridgeRecord; readonly after: BridgeRecord }[];
  readonly removed: readonly BridgeRecord[];
}

/**
 * The changes that lead from the bridges that ran to those that should run. Compares revisions; the
 * record of a paused bridge counts as absent.
 */
export function diffBridges(before: BridgeRecords, after: BridgeRecords): BridgeDifference {
  const added: BridgeRecord[] = [];
  const changed: { before: BridgeRecord; after: BridgeRecord }[] = [];
  for (const record of after.values()) {
    if (record.wanted === 'paused') continue;
    const known = before.get(record.name);
    if (known?.wanted !== 'running') added.push(record);
    else if (known.revision !== record.revision) changed.push({ before: known, after: record });
  }
  const removed = [...before.values()].filter(({ name, wanted }) => {
    return wanted === 'running' && after.get(name)?.wanted !== 'running';
  });
  return { added, changed, removed };
}
