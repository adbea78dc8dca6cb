export type { BridgeRecord, BridgeRecords, Wanted } from './bridge-record.js';
export { isSameSource, isSameSpec, type BridgeSpec } from './bridge-spec.js';
export { diffBridges } from './diff-bridges.js';
export { fileRecords } from './file-records.js';
export { canonicalJson, type PlainBlock, type PlainJson } from './plain-json.js';
export { boundsProblem, isDeeper } from './plain-bounds.js';
