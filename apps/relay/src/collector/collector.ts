import type { Appender, BufferKeys, BufferRedis, LeaseTimes } from '#event-buffer';
import { LeaseKeeper, type LedgerReader, type ReportQueue } from '#event-buffer';
import { REPORT_EVENTS_MAX } from '#live-event';
import { Connection, type ConnectionOptions, type SourceProtocol } from '#source';
import { Bridge, type BridgeTerms } from './bridge.js';
import { bridgeConnectionListener } from './bridge-connection.listener.js';
import type { CollectorListener } from './collector-listener.js';
import { LiveSwitch, type WatchLive } from './live-switch.js';
import { SourceBrakes } from './source-brakes.js';
import { notingListener, SourceNotes } from './source-notes.js';
import { Linger } from './linger.js';
import type { SpillBudget } from './spill-budget.js';
import { TargetWaker } from './target-waker.js';

/** A bridge whose source the relay connects to. */
export interface OutboundBridge extends BridgeTerms {
  readonly protocol: SourceProtocol;
  /** Tells whether the room has a live job, where the source is connected only then. */
  readonly watchLive?: WatchLive | undefined;
}

export interface CollectorParts {
  readonly redis: BufferRedis;
  readonly keys: BufferKeys;
  readonly appender: Appender;
  readonly queue: ReportQueue;
  readonly ledger: LedgerReader;
  readonly budget: SpillBudget;
  readonly salt: string;
  /** Names this process; unique for every start. */
  readonly holder: string;
  readonly listener: CollectorListener;
  readonly connection?: Partial<ConnectionOptions>;
  readonly leaseTimes?: LeaseTimes;
}

/** From so many waiting events on, reports are behind. */
const BACKLOG_EVENTS = 3 * REPORT_EVENTS_MAX;

/**
 * Collects: holds the leases of its bridges, keeps the source of each that it holds connected,
 * and appends what arrives to the buffers.
 */
export class Collector {
  readonly #parts: CollectorParts;
  readonly #leases: LeaseKeeper;
  readonly #bridges = new Map<string, Bridge>();
  readonly #connections = new Map<string, Connection>();
  readonly #switches = new Map<string, LiveSwitch>();
  readonly #notes: SourceNotes;
  readonly #unregistered = new Set<string>();
  readonly #brakes: SourceBrakes;
  readonly #linger = new Linger();
  readonly #waker: TargetWaker;

  constructor(bridges: readonly OutboundBridge[], parts: CollectorParts) {
    this.#parts = parts;
    this.#brakes = new SourceBrakes(parts.budget);
    this.#notes = new SourceNotes(parts.ledger, (error) => parts.listener.failed(error));
    this.#waker = new TargetWaker({ ...parts, onError: (error) => parts.listener.failed(error) });
    for (const terms of bridges) this.#add(terms);
    const listener = {
      held: (name: string, epoch: number) => void this.#held(name, epoch),
      lost: (name: string) => this.#lost(name),
      renewalFailed: (error: Error) => parts.listener.failed(error),
    };
    const { redis, keys, holder, leaseTimes } = parts;
    this.#leases = new LeaseKeeper(redis, keys, holder, listener, leaseTimes);
  }

  /** Claims the leases, and connects what it holds; goes on for ever. */
  async start(): Promise<void> {
    await this.#leases.start([...this.#bridges.keys()]);
  }

  /** Every connection of this process, by bridge; only those whose lease it holds are open. */
  get connections(): ReadonlyMap<string, Connection> {
    return this.#connections;
  }

  /**
   * Closes the sources, appends what was received, gives the leases back.
   *
   * @param signal aborts when it has to be enough; what is not appended by then is lost, counted.
   */
  async stop(signal: AbortSignal): Promise<void> {
    for (const one of this.#switches.values()) one.stop();
    this.#brakes.letGo();
    await Promise.all([...this.#connections.values()].map(async (link) => link.stop()));
    this.#linger.stop();
    await Promise.all([...this.#bridges.values()].map(async (bridge) => bridge.drained(signal)));
    await this.#leases.stop();
  }

  #add(terms: OutboundBridge): void {
    const { listener, connection } = this.#parts;
    const bridge = new Bridge({ ...terms, streaks: terms.protocol.streaks }, this.#parts, {
      stirred: (stirred) => this.#linger.stir(stirred),
      grew: (target, before, after) => {
        void this.#waker.grew(target, before, after);
        if (this.#unregistered.has(terms.name)) void this.#register(terms.name);
        // Its buffer may grow on: a platform must not feel that MetaStudio is away.
        if (after >= BACKLOG_EVENTS) brake.breathe();
        this.#brakes.appended(brake, bridge.isBehind);
      },
      filled: () => {
        if (bridge.isWell) this.#brakes.filled(brake, bridge.isBehind);
      },
      refused: (refused, epoch) => {
        brake.letGo();
        void this.#leases.refused(refused.name, epoch);
      },
    });
    const heard = notingListener(
      bridgeConnectionListener(bridge, listener.connectionOf(terms.name)),
      () => this.#notes.changed(terms.name, link),
    );
    const link = new Connection(terms.protocol, bridge.sink, heard, connection);
    const brake = this.#brakes.add(terms.name, link);
    this.#bridges.set(terms.name, bridge);
    this.#connections.set(terms.name, link);
    const changed = (live: boolean): void => listener.roomLive(terms.name, live);
    this.#switches.set(terms.name, new LiveSwitch(link, terms.watchLive, changed));
  }

  async #held(name: string, epoch: number): Promise<void> {
    this.#parts.listener.leaseHeld(name, epoch);
    void this.#register(name);
    const bridge = this.#bridges.get(name)!;
    if (!bridge.isHeld) await bridge.recallStreaks(true);
    if (this.#leases.epochOf(name) !== epoch) return;
    bridge.held(epoch);
    this.#switches.get(name)?.held();
  }

  /** The sweep and `status` find a target by what is registered here. */
  async #register(name: string): Promise<void> {
    const { appender, listener } = this.#parts;
    this.#unregistered.delete(name);
    try {
      await appender.register(this.#bridges.get(name)!.target, name);
    } catch (error) {
      // With its next append, then.
      this.#unregistered.add(name);
      listener.failed(error as Error);
    }
  }

  #lost(name: string): void {
    this.#parts.listener.leaseLost(name);
    this.#switches.get(name)?.lost();
    this.#bridges.get(name)?.lost();
    // Nothing of it is appended any more that would let it go.
    this.#brakes.get(name)?.letGo();
  }
}
