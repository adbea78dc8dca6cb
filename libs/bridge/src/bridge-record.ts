import type { BridgeSpec } from './bridge-spec.js';

/** One bridge of an installation, and its history. Plain JSON. */
export interface BridgeRecord {
  /** Unique in an installation. */
  readonly name: string;
  /** Changes with every change of the record, and only grows. */
  readonly revision: number;
  /** Who may change it: only an edit of the file, or a client of the API. */
  readonly origin: 'file' | 'api';
  /** Whether the bridge should run. A paused one keeps its record, and nothing else. */
  readonly wanted: Wanted;
  readonly spec: BridgeSpec;
  /** In ms since 1970. */
  readonly changedAt: number;
  /** Who changed it last: the name of a file, or of a client of the API. */
  readonly changedBy: string;
}

export type Wanted = 'running' | 'paused';

/** The records of an installation, by name. */
export type BridgeRecords = ReadonlyMap<string, BridgeRecord>;
