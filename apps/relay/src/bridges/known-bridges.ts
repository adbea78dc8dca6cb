import type { BridgeConfig } from '#config';
import type { KnownBridge } from '../status/ledger-status.reader.js';
import { targetOf } from './target-of.js';

/** The bridges that there are, as a status tells them. */
export function knownBridges(configs: Iterable<BridgeConfig>): KnownBridge[] {
  return Array.from(configs, ({ name, target }) => ({ bridge: name, target: targetOf(target) }));
}
