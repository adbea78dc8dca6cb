import type { RelayMetrics } from '#telemetry';

/** How long the metrics of a removed bridge are kept, in ms: its last events are reported after it has gone. */
const LAST_COUNTS_MS = 10 * 60_000;

/** Bridges that were removed: forgets their metrics once their last events have been counted. */
export class LeavingBridges {
  readonly #metrics: Pick<RelayMetrics, 'forgetBridge'>;
  readonly #timers = new Map<string, NodeJS.Timeout>();

  constructor(metrics: Pick<RelayMetrics, 'forgetBridge'>) {
    this.#metrics = metrics;
  }

  add(bridge: string): void {
    this.remove(bridge);
    const forget = (): void => {
      this.#timers.delete(bridge);
      this.#metrics.forgetBridge(bridge);
    };
    this.#timers.set(bridge, setTimeout(forget, LAST_COUNTS_MS).unref());
  }

  /** The bridge was added again. */
  remove(bridge: string): void {
    clearTimeout(this.#timers.get(bridge));
    this.#timers.delete(bridge);
  }
}
