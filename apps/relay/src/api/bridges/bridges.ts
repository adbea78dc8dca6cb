import type { BridgeConfig } from '#config';
import type { SourceDefinition } from '#platforms';
import type { BridgeAdmin } from './bridge-admin.js';
import type { SourceTrials } from './source-trials.js';

/** The source types, all loaded. */
export interface Sources {
  get(type: string): SourceDefinition | undefined;
  keys(): Iterable<string>;
}

/** What the routes of bridges work with. */
export abstract class Bridges {
  abstract readonly admin: BridgeAdmin;
  abstract readonly trials: SourceTrials;
  abstract readonly sources: Sources;
  /** The compiled configuration of a bridge that is to run. */
  abstract readonly configOf: (name: string) => BridgeConfig | undefined;
}
