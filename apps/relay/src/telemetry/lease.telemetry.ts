import type { RelayLog, RelayMetrics } from '#telemetry';
import type { MoveReason } from '../collector/share/fleet-hands.js';

/** Tells logs and metrics which bridges this process holds, and which of their sources rest. */
export class HeldLeases {
  readonly #metrics: RelayMetrics;
  readonly #log: RelayLog;
  readonly #names = new Set<string>();
  /** The bridges whose sources are connected, which may be before they are held. */
  readonly #connected = new Set<string>();

  constructor(metrics: RelayMetrics, log: RelayLog) {
    this.#metrics = metrics;
    this.#log = log;
    metrics.leasesHeld.set(0);
  }

  held(bridge: string, epoch: number): void {
    const sentence = 'This process holds the bridge.';
    this.#metrics.sourceConnected.set(this.#connected.has(bridge) ? 1 : 0, bridge);
    this.#metrics.leasesHeld.set(this.#names.add(bridge).size);
    this.#log.writeAmongMany('info', 'lease_held', sentence, { bridge, epoch });
  }

  lost(bridge: string): void {
    this.#metrics.sourceConnected.remove(bridge);
    this.#metrics.sourceResting.remove(bridge);
    this.forget(bridge);
    this.#log.writeAmongMany('info', 'lease_lost', 'Another process holds the bridge.', { bridge });
  }

  /** The bridge was given to another process. */
  moved(bridge: string, reason: MoveReason): void {
    this.#metrics.bridgeMoves.add(1, reason);
    const sentence = 'The bridge was handed over to another process.';
    this.#log.writeAmongMany('info', 'bridge_moved', sentence, { bridge, reason });
  }

  /** Removes a bridge. */
  forget(bridge: string): void {
    this.#names.delete(bridge);
    this.#metrics.leasesHeld.set(this.#names.size);
  }

  /** A source that is connected here without being held is told of by its holder. */
  connected(bridge: string, isConnected: boolean): void {
    if (isConnected) this.#connected.add(bridge);
    else this.#connected.delete(bridge);
    if (this.#names.has(bridge)) this.#metrics.sourceConnected.set(isConnected ? 1 : 0, bridge);
  }

  roomLive(bridge: string, live: boolean): void {
    this.#metrics.sourceResting.set(live ? 0 : 1, bridge);
    const sentence = live
      ? 'The room has a live job: the source is connected.'
      : 'The room has no live job: the source rests.';
    this.#log.writeAmongMany('info', live ? 'room_live' : 'room_not_live', sentence, { bridge });
  }
}
