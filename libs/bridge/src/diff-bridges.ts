import type { BridgeRecord, BridgeRecords } from './bridge-record.js';

/** How one set of records became another. */
export interface BridgeDifference {
  readonly added: readonly BridgeRecord[];
  readonly changed: readonly { readonly before: BridgeRecord; readonly after: BridgeRecord }[];
  readonly removed: readonly BridgeRecord[];
}

/**
 * What has to be done to get from the bridges that ran to those that are to run. Compares
 * revisions; a record of a bridge that is paused is as none.
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
