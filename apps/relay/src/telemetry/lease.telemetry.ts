import { bridgeOfSecond, otherCopyOf } from '#event-buffer';
import type { RelayLog, RelayMetrics } from '#telemetry';
import type { MoveReason } from '../collector/share/fleet-hands.js';

/**
 * Tells logs and metrics which bridges this process holds, and which of their sources rest. A bridge that two
 * collectors hold has two leases, and one process may have both; metrics know the bridge alone.
 */
export class HeldLeases {
  readonly #metrics: RelayMetrics;
  readonly #log: RelayLog;
  readonly #held = new Set<string>();
  /** Those whose sources are connected, which may be before they are held. */
  readonly #connected = new Set<string>();
  /** Whether the room is live of those whose source is connected only then. */
  readonly #live = new Map<string, boolean>();

  constructor(metrics: RelayMetrics, log: RelayLog) {
    this.#metrics = metrics;
    this.#log = log;
    metrics.leasesHeld.set(0);
  }

  held(lease: string, epoch: number): void {
    this.#held.add(lease);
    this.#told(lease);
    this.#log.writeAmongMany('info', 'lease_held', `This process holds ${copyOf(lease)}.`, {
      bridge: bridgeOf(lease),
      epoch,
    });
  }

  lost(lease: string): void {
    this.forget(lease);
    this.#log.writeAmongMany('info', 'lease_lost', `Another process holds ${copyOf(lease)}.`, {
      bridge: bridgeOf(lease),
    });
  }

  /** The bridge was given to another process. */
  moved(bridge: string, reason: MoveReason): void {
    this.#metrics.bridgeMoves.add(1, reason);
    const sentence = 'The bridge was handed over to another process.';
    this.#log.writeAmongMany('info', 'bridge_moved', sentence, { bridge, reason });
  }

  /** It is held no more. */
  forget(lease: string): void {
    this.#held.delete(lease);
    this.#live.delete(lease);
    this.#told(lease);
  }

  /** A source that is connected here without being held is told of by its holder. */
  connected(lease: string, isConnected: boolean): void {
    if (isConnected) this.#connected.add(lease);
    else this.#connected.delete(lease);
    if (this.#held.has(lease)) this.#told(lease);
  }

  /** A bridge that is pushed to needs no lease, and never rests. */
  pushed(bridge: string, isConnected: boolean): void {
    this.#metrics.sourceConnected.set(isConnected ? 1 : 0, bridge);
    this.#metrics.sourceWanted.set(1, bridge);
  }

  roomLive(lease: string, live: boolean | undefined): void {
    if (live === undefined) this.#live.delete(lease);
    else this.#live.set(lease, live);
    if (this.#held.has(lease)) this.#told(lease);
    if (live === undefined) return;
    const sentence = live
      ? 'The room has a live job: the source is connected.'
      : 'The room has no live job: the source rests.';
    this.#log.writeAmongMany('info', live ? 'room_live' : 'room_not_live', sentence, {
      bridge: bridgeOf(lease),
    });
  }

  #told(lease: string): void {
    const { leasesHeld, sourceConnected, sourceResting, sourceWanted } = this.#metrics;
    leasesHeld.set(this.#held.size);
    const bridge = bridgeOf(lease);
    const held = [lease, otherCopyOf(lease)].filter((one) => this.#held.has(one));
    if (held.length === 0) sourceConnected.remove(bridge);
    else sourceConnected.set(held.some((one) => this.#connected.has(one)) ? 1 : 0, bridge);
    const live = held.flatMap((one) => this.#live.get(one) ?? []);
    const rests = live.length > 0 && !live.includes(true);
    if (live.length === 0) sourceResting.remove(bridge);
    else sourceResting.set(rests ? 1 : 0, bridge);
    if (held.length === 0) sourceWanted.remove(bridge);
    else sourceWanted.set(rests ? 0 : 1, bridge);
  }
}

/** The bridge that a lease, perhaps of its second copy, is for. */
export function bridgeOf(lease: string): string {
  return bridgeOfSecond(lease) ?? lease;
}

function copyOf(lease: string): string {
  return bridgeOfSecond(lease) === undefined ? 'the bridge' : 'the second copy of the bridge';
}
