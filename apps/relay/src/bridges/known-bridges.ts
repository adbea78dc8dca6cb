import type { BridgeConfig } from '#config';
import type { LedgerRow } from '#event-buffer';
import { targetOf } from './target-of.js';

/** A bridge that there is, and its target's id. */
export type KnownBridge = Pick<LedgerRow, 'bridge' | 'target'>;

/** The bridges that there are, as a status tells them. */
export function knownBridges(configs: Iterable<BridgeConfig>): KnownBridge[] {
  return Array.from(configs, ({ name, target }) => ({ bridge: name, target: targetOf(target) }));
}
