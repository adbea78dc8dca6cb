import type { BridgeConfig } from '#config';
import type { LedgerRow } from '#event-buffer';
import { targetOf } from './target-of.js';

/** A bridge that there is, its target's id, and how many collectors are to hold its source. */
export interface KnownBridge extends Pick<LedgerRow, 'bridge' | 'target'> {
  /** @defaultValue 1 */
  readonly redundancy?: 1 | 2;
}

/** A bridge, as far as a status needs it. */
type TargetedBridge = Pick<BridgeConfig, 'name' | 'redundancy'> & {
  readonly target: Parameters<typeof targetOf>[0];
};

/** The bridges that there are, as a status tells them. */
export function knownBridges(configs: Iterable<TargetedBridge>): KnownBridge[] {
  return Array.from(configs, ({ name, target, redundancy }) => {
    return { bridge: name, target: targetOf(target), redundancy };
  });
}
