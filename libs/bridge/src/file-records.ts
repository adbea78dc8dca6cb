import type { BridgeRecord, BridgeRecords } from './bridge-record.js';
import { isSameSpec, type BridgeSpec } from './bridge-spec.js';

/**
 * The records of a file's bridges. A bridge whose spec is unchanged keeps its record; every other
 * gets the next revision.
 * @param before the records made from the file before.
 * @param read when the file was read, in ms since 1970, and its name.
 */
export function fileRecords(
  specs: readonly BridgeSpec[],
  before: BridgeRecords,
  read: { readonly at: number; readonly file: string },
): BridgeRecords {
  return new Map(specs.map((spec) => [spec.name, recordOf(spec, before.get(spec.name), read)]));
}

function recordOf(
  spec: BridgeSpec,
  before: BridgeRecord | undefined,
  { at, file }: { readonly at: number; readonly file: string },
): BridgeRecord {
  if (before !== undefined && isSameSpec(before.spec, spec)) return before;
  const revision = (before?.revision ?? 0) + 1;
  const { name } = spec;
  return {
    name,
    revision,
    origin: 'file',
    wanted: 'running',
    spec,
    changedAt: at,
    changedBy: file,
  };
}
