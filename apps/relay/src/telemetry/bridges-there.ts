import { BoundedMap } from '#bounded-map';
import type { RelayMetrics } from '#telemetry';
import type { BridgeChanges } from '../bridges/bridge-host.js';
import { LeavingBridges } from './leaving-bridges.js';

/** A bridge that was removed, and of which nothing is counted for this long, has no metrics any more, in ms. */
const QUIET_MS = 30 * 60_000;
/** The same, in rounds of that, of a bridge that this process never had: others may have it. A week. */
const ROUNDS_NEVER_HAD = 336;
const REMOVED_MAX = 10_000;

/** The bridges that a process knows: forgets the metrics of others. */
export class BridgesThere {
  readonly #metrics: RelayMetrics;
  readonly #names = new Set<string>();
  readonly #removed = new BoundedMap<string, true>(REMOVED_MAX);
  // Here too, since a process may report of bridges without collecting of them.
  readonly #leaving: LeavingBridges;

  constructor(metrics: RelayMetrics) {
    this.#metrics = metrics;
    this.#leaving = new LeavingBridges(metrics);
    metrics.bridges = 0;
    setInterval(() => metrics.forgetQuiet((name) => this.#roundsOf(name)), QUIET_MS).unref();
  }

  changed({ added, removed }: Pick<BridgeChanges, 'added' | 'removed'>): void {
    for (const { config } of removed) {
      this.#names.delete(config.name);
      this.#removed.set(config.name, true);
      this.#leaving.add(config.name);
    }
    for (const { config } of added) {
      this.#names.add(config.name);
      this.#removed.delete(config.name);
      this.#leaving.remove(config.name);
    }
    this.#metrics.bridges = this.#names.size;
  }

  /** A reporter may have no bridge of the collectors' file in its own. */
  #roundsOf(name: string): number | undefined {
    if (this.#names.has(name)) return undefined;
    return this.#removed.has(name) ? 1 : ROUNDS_NEVER_HAD;
  }
}
