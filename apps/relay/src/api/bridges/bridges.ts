import type { BridgeConfig } from '#config';
import type { Sources } from '../../bridges/sources.js';
import type { BridgeAdmin } from './bridge-admin.js';
import type { SourceTrials } from './source-trials.js';

/** What the routes of bridges work with. */
export abstract class Bridges {
  abstract readonly admin: BridgeAdmin;
  abstract readonly trials: SourceTrials;
  /** All loaded. */
  abstract readonly sources: Sources;
  /** The compiled configuration of a bridge that is to run. */
  abstract readonly configOf: (name: string) => BridgeConfig | undefined;
}
