import { REPORT_EVENTS_MAX } from '#live-event';
import { Connection, type ConnectionOptions, type SourceProtocol } from '#source';
import type { Bridge, BridgeTerms } from './bridge.js';
import { bridgeConnectionListener } from './bridge-connection.listener.js';
import type { CollectorListener } from './collector-listener.js';
import type { BridgeFeed } from './held-bridge.js';
import type { HeardTimes } from './heard-times.js';
import { HearingNews } from './hearing-news.js';
import { LiveSwitch, type WatchLive } from './live-switch.js';
import type { SourceBrake } from './source-brake.js';
import type { SourceBrakes } from './source-brakes.js';
import { notingListener, type SourceNotes } from './source-notes.js';

/** A bridge whose source the relay connects to. */
export interface OutboundBridge extends BridgeTerms {
  readonly protocol: SourceProtocol;
  /** Its own way out, where it has one. */
  readonly agentFor?: ConnectionOptions['agentFor'] | undefined;
  /** Tells whether the room has a live job, where the source is connected only then. */
  readonly watchLive?: WatchLive | undefined;
}

export interface ConnectedSourceParts {
  readonly brakes: SourceBrakes;
  readonly notes: SourceNotes;
  readonly heardTimes: HeardTimes;
  readonly listener: CollectorListener;
  readonly connection?: Partial<ConnectionOptions> | undefined;
}

/** From so many waiting events on, reports are behind. */
const BACKLOG_EVENTS = 3 * REPORT_EVENTS_MAX;

/** The source of a bridge that the relay connects to, while this process holds the bridge. */
export class ConnectedSource implements BridgeFeed {
  readonly isSole = true;
  readonly connection: Connection;
  readonly #bridge: Bridge;
  readonly #parts: ConnectedSourceParts;
  readonly #brake: SourceBrake;
  #switch: LiveSwitch;
  #isHeld = false;
  /** Whether `status` is told of it: of what another holds, that one tells. */
  #speaks = false;
  readonly #news = new HearingNews();

  constructor(outbound: OutboundBridge, bridge: Bridge, parts: ConnectedSourceParts) {
    const { brakes, notes, heardTimes, listener } = parts;
    const { name, protocol, agentFor, watchLive } = outbound;
    this.#bridge = bridge;
    this.#parts = parts;
    const noted = notingListener(
      bridgeConnectionListener(bridge, listener.connectionOf(name)),
      () => {
        if (this.#speaks) notes.changed(name, this.connection);
      },
    );
    this.connection = new Connection(protocol, bridge.sink, noted, {
      ...parts.connection,
      ...(agentFor === undefined ? {} : { agentFor }),
    });
    heardTimes.add(name, this.connection.hearing);
    this.#brake = brakes.add(this.connection);
    this.#switch = this.#switchOf(watchLive);
  }

  held(): void {
    this.#isHeld = true;
    this.#speaks = true;
    this.#switch.held();
  }

  lost(): void {
    this.#isHeld = false;
    this.#speaks = false;
    this.#switch.lost();
    // Nothing of it is appended any more that would let it go.
    this.#brake.letGo();
  }

  /** From now on it is connected always, or while the room that `watchLive` watches is live. */
  watch(watchLive: WatchLive | undefined): void {
    this.#switch.stop();
    this.#switch = this.#switchOf(watchLive);
    if (this.#isHeld) this.#switch.held();
    // Whoever changed something waits for what comes of it.
    this.connection.retryNow();
  }

  /** Tells where it hears in another way than it did when this was last called. */
  listen(): void {
    const { name } = this.#bridge;
    const change = this.#news.of(this.connection.hearing.report());
    if (change === undefined) return;
    this.#parts.notes.changed(name, this.connection);
    this.#parts.listener.heard(name, change.now, change.before);
  }

  filled(): void {
    const { isWell, isBehind } = this.#bridge;
    if (isWell) this.#parts.brakes.filled(this.#brake, isBehind);
  }

  appended(depth: number): void {
    // Its buffer may grow on: a platform must not feel that MetaStudio is away.
    if (depth >= BACKLOG_EVENTS) this.#brake.breathe();
    this.#parts.brakes.appended(this.#brake, this.#bridge.isBehind);
  }

  refused(): void {
    this.#brake.letGo();
  }

  async rest(): Promise<void> {
    this.#isHeld = false;
    this.#speaks = false;
    this.#switch.stop();
    await this.connection.disconnect();
  }

  async stop(): Promise<void> {
    this.#isHeld = false;
    this.#switch.stop();
    this.#parts.brakes.remove(this.#brake);
    await this.connection.stop();
  }

  #switchOf(watchLive: WatchLive | undefined): LiveSwitch {
    const { name } = this.#bridge;
    const changed = (live: boolean): void => this.#parts.listener.roomLive(name, live);
    return new LiveSwitch(this.connection, watchLive, changed);
  }
}
