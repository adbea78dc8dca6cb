import { hostname } from 'node:os';
import {
  bridgeOfSecond,
  FleetTable,
  LEASE_TIMES_DEFAULT,
  LeaseKeeper,
  Leftovers,
  SECOND_LANE,
  secondOf,
  type Appender,
  type BufferKeys,
  type BufferRedis,
  type LeaseTimes,
  type LedgerReader,
  type ReportQueue,
} from '#event-buffer';
import type { Connection, ConnectionOptions } from '#source';
import type { BridgeParts } from './held/bridge.js';
import { ConnectTurns } from '../network/connect-turns.js';
import { ConnectedSource } from './connected/connected-source.js';
import type { OutboundBridge } from './connected/outbound-bridge.js';
import { NotedSources } from './noted/noted-sources.js';
import type { HoldParts } from './held/held-bridge.js';
import { HeldBridges } from './held/held-bridges.js';
import { Linger } from './outbox/linger.js';
import type { FleetHands } from './share/fleet-hands.js';
import { FleetShare, type ShareTimes } from './share/fleet-share.js';
import { PlatformSeats } from './connected/platform-seats.js';
import { SourceBrakes } from './connected/source-brakes.js';
import type { OwnAppends } from '../buffer/own-appends.js';
import { TargetWaker } from '../buffer/target-waker.js';

export interface CollectorParts extends BridgeParts {
  readonly appender: Appender;
  readonly redis: BufferRedis;
  readonly keys: BufferKeys;
  readonly queue: ReportQueue;
  readonly ledger: LedgerReader;
  /** Names this process; unique for every start. */
  readonly holder: string;
  /** The machine that it is on. @defaultValue its host name */
  readonly host?: string | undefined;
  readonly connection?: Partial<ConnectionOptions>;
  readonly gathering?: HoldParts['gathering'];
  /** The shortest time between two flushes, in ms. @defaultValue that of `Linger` */
  readonly flushEveryMs?: number;
  /** What a reporter of this process listens to. */
  readonly ownAppends?: OwnAppends;
  readonly leaseTimes?: LeaseTimes;
  readonly shareTimes?: ShareTimes;
}

/**
 * Holds the leases of bridges that connect, keeps their sources connected, and appends what arrives
 * to the buffers. Bridges may be added and removed at any time, and are shared out among all
 * collectors of the installation.
 */
export class Collector {
  readonly bridges: HeldBridges<OutboundBridge, ConnectedSource>;
  /** The second copies of bridges that two collectors hold. */
  readonly seconds: HeldBridges<OutboundBridge, ConnectedSource>;
  readonly #parts: CollectorParts;
  readonly #leases: LeaseKeeper;
  readonly #share: FleetShare;
  readonly #linger: Linger;
  readonly noted: NotedSources;

  constructor(parts: CollectorParts) {
    const { redis, keys, holder, listener, leaseTimes, budget, connection } = parts;
    this.#parts = parts;
    this.#linger = new Linger(parts.flushEveryMs);
    const machine = parts.host ?? hostname();
    const failed = (error: Error): void => listener.failed(error);
    const brakes = new SourceBrakes(budget);
    const leftovers = new Leftovers(redis, keys);
    this.noted = new NotedSources(parts, () => [
      ...this.bridges.held(),
      ...this.seconds.held().map(({ name, registration }) => {
        return { name: secondOf(name), registration };
      }),
    ]);
    const turns = new ConnectTurns({
      redis,
      keys,
      egressOf: (url) => (connection?.agentFor?.(url) === undefined ? machine : 'proxy'),
      collectors: () => this.#share.collectors,
    });
    const times = leaseTimes ?? LEASE_TIMES_DEFAULT;
    const source = {
      turns,
      seats: new PlatformSeats({ redis, keys, holder, livesMs: times.livesMs, failed }),
      brakes,
      noted: this.noted,
      holder,
      leftovers,
      listener,
      connection,
    };
    const waker = new TargetWaker({ ...parts, onError: failed });
    const all = { ...parts, linger: this.#linger, waker, sharedNow: () => this.#leases.now() };
    const copies = (leaseOf: (name: string) => string) =>
      new HeldBridges<OutboundBridge, ConnectedSource>(all, {
        feedOf: (outbound, bridge) => new ConnectedSource(outbound, bridge, source),
        adapt: (feed, { watchLive }) => feed.watch(watchLive),
        refused: (name, epoch) => void this.#leases.refused(leaseOf(name), epoch),
        added: (name) => this.#leases.want(leaseOf(name)),
        removed: async (name, wasHeld) => {
          // Only the holder knows how its source stands.
          await this.noted.forget(leaseOf(name), wasHeld);
          await this.#leases.drop(leaseOf(name));
          if (wasHeld) await this.#share.forget(leaseOf(name));
        },
        retired: (name) => listener.retired(leaseOf(name)),
      });
    this.seconds = copies(secondOf);
    this.bridges = copies((name) => name);
    const heard = {
      held: (name: string, epoch: number) => this.#held(name, epoch),
      lost: (name: string) => this.#lost(name),
      renewalFailed: failed,
      claim: (name: string) => this.#share.claim(name),
    };
    this.#leases = new LeaseKeeper(redis, keys, holder, heard, times);
    this.#share = new FleetShare(
      new FleetTable(redis, keys, holder),
      { id: holder, host: machine },
      this.#hands(),
      times.livesMs,
      parts.shareTimes,
    );
  }

  /** Claims the leases, and connects what it gets; goes on until it is stopped. */
  async start(): Promise<void> {
    this.noted.start();
    await this.#share.start();
    await this.#leases.start();
  }

  /** The connection of a bridge; open only while this process holds its lease. */
  connectionOf(name: string): Connection | undefined {
    return this.bridges.get(name)?.feed.connection;
  }

  /**
   * Hands bridges over to other collectors, as far as those can take them, and goes on with the rest;
   * {@link stop} follows. Takes no bridge any more. Never rejects.
   */
  async leave(): Promise<void> {
    await this.#share.leave();
  }

  /**
   * Closes the sources, appends what was received, gives the leases back.
   *
   * @param signal ends the waiting; what is not appended by then is dropped, and counted.
   */
  async stop(signal: AbortSignal): Promise<void> {
    this.noted.stop();
    await Promise.all([this.bridges.retire(signal), this.seconds.retire(signal)]);
    this.#linger.stop();
    await this.#leases.stop();
    await this.#share.stop();
  }

  #hands(): FleetHands {
    const { listener } = this.#parts;
    return {
      canTake: (lease) => this.#copyOf(lease) !== undefined,
      prepare: async (lease, signal, isFree) =>
        (await this.#copyOf(lease)?.prepare(signal, isFree)) ?? 'refused',
      kinOf: (lease) => this.#copyOf(lease)?.feed.kin,
      isHome: (lease) => this.#copyOf(lease)?.feed.isHome === true,
      isStuck: (lease) => this.#copyOf(lease)?.feed.isStuck === true,
      isHeld: (lease) => this.#copyOf(lease)?.bridge.isHeld === true,
      hearsForMs: (lease) => this.#copyOf(lease)?.feed.hearsForMs ?? 0,
      giveUp: (lease) => void this.#leases.refused(lease, this.#leases.epochOf(lease)),
      unprepare: (lease) => {
        if (this.#leases.epochOf(lease) === 0) this.#copyOf(lease)?.lose();
      },
      isWell: (lease) => this.#copyOf(lease)?.bridge.isWell === true,
      handOver: async (lease, signal, settleMs) =>
        (await this.#copyOf(lease)?.handOver(signal, settleMs)) ?? 'unsettled',
      goOn: (lease) => this.#copyOf(lease)?.goOn(),
      handedOver: (lease, epoch) => this.#leases.handedOver(lease, epoch),
      held: () => [
        ...this.bridges.held().map(({ name, bridge }) => [name, bridge.received] as const),
        ...this.seconds
          .held()
          .map(({ name, bridge }) => [secondOf(name), bridge.received] as const),
      ],
      heldSeconds: () => this.seconds.held().map(({ name }) => secondOf(name)),
      moved: (lease, reason) => listener.moved(bridgeOfSecond(lease) ?? lease, reason),
      failed: (error) => listener.failed(error),
    };
  }

  #held(name: string, epoch: number): void {
    this.#parts.listener.leaseHeld(name, epoch);
    const isSecond = bridgeOfSecond(name) !== undefined;
    void this.#copyOf(name)?.hold(epoch, isSecond ? SECOND_LANE : undefined);
  }

  #lost(name: string): void {
    this.#parts.listener.leaseLost(name);
    this.#copyOf(name)?.lose();
  }

  /** The copy of a bridge that a lease is for. */
  #copyOf(lease: string) {
    const bridge = bridgeOfSecond(lease);
    return bridge === undefined ? this.bridges.get(lease) : this.seconds.get(bridge);
  }
}
