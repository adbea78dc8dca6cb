import type { RelayMetrics } from '#telemetry';
import type { BridgeChanges } from '../bridges/bridge-host.js';
import { LeavingBridges } from './leaving-bridges.js';

/** A bridge that is not there, and of which nothing is counted for this long, has no metrics any more, in ms. */
const QUIET_MS = 30 * 60_000;

/** The bridges that a process knows: forgets the metrics of all others. */
export class BridgesThere {
  readonly #metrics: RelayMetrics;
  readonly #names = new Set<string>();
  // Here too, since a process may report of bridges without collecting of them.
  readonly #leaving: LeavingBridges;

  constructor(metrics: RelayMetrics) {
    this.#metrics = metrics;
    this.#leaving = new LeavingBridges(metrics);
    metrics.bridges = 0;
    setInterval(() => metrics.forgetQuiet((name) => this.#names.has(name)), QUIET_MS).unref();
  }

  changed({ added, removed }: Pick<BridgeChanges, 'added' | 'removed'>): void {
    for (const { config } of removed) {
      this.#names.delete(config.name);
      this.#leaving.add(config.name);
    }
    for (const { config } of added) {
      this.#names.add(config.name);
      this.#leaving.remove(config.name);
    }
    this.#metrics.bridges = this.#names.size;
  }
}
