import type { BridgeRecord, BridgeRecords } from './bridge-record.js';

/** How one set of records became another. */
export interface BridgeDifference {
  readonly added: readonly BridgeRecord[];
  readonly changed: readonly { readonly before: BridgeRecord; readonly after: BridgeRecord }[];
  readonly removed: readonly BridgeRecord[];
}

/**
 * What has to be done to get from the bridges that ran to those that are to run. Compares
 * revisions; a record that is not wanted is as none.
 */
export function diffBridges(before: BridgeRecords, after: BridgeRecords): BridgeDifference {
  const added: BridgeRecord[] = [];
  const changed: { before: BridgeRecord; after: BridgeRecord }[] = [];
  for (const record of after.values()) {
    if (!record.wanted) continue;
    const known = before.get(record.name);
    if (known?.wanted !== true) added.push(record);
    else if (known.revision !== record.revision) changed.push({ before: known, after: record });
  }
  const removed = [...before.values()].filter(({ name, wanted }) => {
    return wanted && after.get(name)?.wanted !== true;
  });
  return { added, changed, removed };
}
