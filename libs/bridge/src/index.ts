export type { BridgeRecord, BridgeRecords } from './bridge-record.js';
export { isSameSource, isSameSpec, type BridgeSpec } from './bridge-spec.js';
export { diffBridges, type BridgeDifference } from './diff-bridges.js';
export { fileRecords } from './file-records.js';
export { canonicalJson, type PlainBlock, type PlainJson } from './plain-json.js';
