import { untilAborted } from '#timing';
import { secondOf, type Leftovers } from '#event-buffer';
import { REPORT_EVENTS_MAX } from '#live-event';
import {
  Connection,
  type ConnectionOptions,
  type ConnectionStatus,
  type Hearing,
  type Leftover,
  type SourceProtocol,
} from '#source';
import type { Bridge } from '../held/bridge.js';
import { BesideOther } from './beside-other.js';
import { bridgeConnectionListener } from './bridge-connection.listener.js';
import { ConnectTimes } from './connect-times.js';
import { hearOut, stateOnceHeard } from './hear-out.js';
import type { PlatformSeats } from './platform-seats.js';
import type { ConnectTurns } from '../../network/connect-turns.js';
import type { CollectorListener } from '../collector-listener.js';
import type { BridgeFeed } from '../held/held-bridge.js';
import { isOfThisPlace } from '../../network/source-place.js';
import type { ListenedSource, NotedSources } from '../noted/noted-sources.js';
import { LiveSwitch, type WatchLive } from './live-switch.js';
import type { OutboundBridge } from './outbound-bridge.js';
import type { HandOverState, PrepareAnswer } from '../share/fleet-hands.js';
import { TurnAhead } from './turn-ahead.js';
import type { SourceBrake } from './source-brake.js';
import type { SourceBrakes } from './source-brakes.js';

export interface ConnectedSourceParts {
  readonly brakes: SourceBrakes;
  readonly noted: NotedSources;
  readonly leftovers: Pick<Leftovers, 'of' | 'note'>;
  readonly listener: CollectorListener;
  readonly turns?: Pick<ConnectTurns, 'take'> | undefined;
  readonly seats?: Pick<PlatformSeats, 'take' | 'has'> | undefined;
  readonly connection?: Partial<ConnectionOptions> | undefined;
  /** This process. */
  readonly holder: string;
}

/** From this many waiting events on, reports count as behind. */
const BACKLOG_EVENTS = 3 * REPORT_EVENTS_MAX;

/** The source of a bridge that the relay connects to, while this process holds the bridge. */
export class ConnectedSource implements BridgeFeed, ListenedSource {
  readonly connection: Connection;
  readonly #bridge: Bridge;
  readonly #parts: ConnectedSourceParts;
  readonly #brake: SourceBrake;
  readonly #overlaps: boolean;
  readonly #turns: TurnAhead;
  /** Called at the next change of the connection's state, or of what is known of the room. */
  #watcher: (() => void) | undefined;
  #switch: LiveSwitch;
  readonly #leftover: Leftover | undefined;
  #isHome: boolean;
  readonly #failing = new ConnectTimes();
  #isHeld = false;
  /** Whether it keeps what it hears, since the bridge is being given to another process. */
  #isGiving = false;
  /** Whether this process writes its state for `status`: only the holder does. */
  #speaks = false;
  readonly #protocol: SourceProtocol;
  readonly #lease: string;
  readonly #isSecond: boolean;
  readonly #beside: BesideOther | undefined;

  constructor(outbound: OutboundBridge, bridge: Bridge, parts: ConnectedSourceParts) {
    const { brakes, noted, listener } = parts;
    const { name, protocol, agentFor, watchLive, overlaps = false, placement, copy } = outbound;
    this.#overlaps = overlaps;
    this.#turns = new TurnAhead(parts.turns, outbound.pace);
    this.#isSecond = copy === 'second';
    this.#lease = this.#isSecond ? secondOf(name) : name;
    this.#bridge = bridge;
    this.#parts = parts;
    this.#protocol = protocol;
    const told = listener.connectionOf(this.#lease);
    const heard = bridgeConnectionListener(bridge, told, () => this.#stateChanged());
    const wayOut = agentFor ?? parts.connection?.agentFor;
    this.#isHome = placement === 'here';
    this.connection = new Connection(protocol, bridge.sink, heard, {
      ...parts.connection,
      agentFor: (url) => {
        // The tools of streamers stand on loopback or in a private network.
        if (placement === undefined) this.#isHome = isOfThisPlace(new URL(url).hostname);
        return wayOut?.(url);
      },
      turnFor: async (url, signal, isAgain) =>
        this.#failing.waiting(this.#turns.take(url, signal, isAgain)),
      ...(parts.seats && { seatFor: async (terms) => parts.seats?.take(terms) }),
    });
    this.#leftover = protocol.leftover;
    this.#leftover?.watch((left) => void this.#noteLeftover(left));
    noted.add(this.#lease, this);
    if (this.#isSecond && protocol.streaks) protocol.streaks.isSecond = true;
    const isBeside = copy === 'second' || (copy === 'first' && protocol.streaks !== undefined);
    if (isBeside) this.#beside = new BesideOther(copy, this.connection.kept, bridge);
    this.#brake = brakes.add(this.connection);
    this.#switch = this.#switchOf(watchLive);
  }

  get status(): ConnectionStatus {
    return this.#switch.told(this.connection.status);
  }

  get target(): string {
    return this.#bridge.target;
  }

  get holder(): string | undefined {
    return this.#isSecond ? this.#parts.holder : undefined;
  }

  get hearing(): Hearing {
    return this.connection.hearing;
  }

  get quotaLeft(): number | undefined {
    return this.#protocol.quotaLeft;
  }

  async recall(): Promise<void> {
    if (this.#leftover === undefined) return;
    try {
      this.#leftover.inherit(await this.#parts.leftovers.of(this.#bridge.name));
    } catch (error) {
      this.#parts.listener.failed(error as Error);
    }
  }

  held(): void {
    const { kept } = this.connection;
    const wasHeld = this.#isHeld;
    this.#isHeld = true;
    this.#speaks = true;
    this.#switch.held();
    // Its state may not change for long: until then the last holder's note would be taken for its own.
    if (!wasHeld) this.#parts.noted[this.#isGiving ? 'changed' : 'begun'](this.#lease, this);
    const isFirstNew = !this.#isSecond && !wasHeld;
    if (isFirstNew && kept.isKeeping && !this.#isGiving) kept.tell();
    this.#wake();
    this.#beside?.start();
  }

  lost(): void {
    this.#isHeld = false;
    this.#isGiving = false;
    this.#speaks = false;
    this.#beside?.stop();
    this.#switch.lost();
    this.#protocol.lost?.();
    // No append of it will come any more to release the brake.
    this.#brake.letGo();
  }

  /** Has it connected from now on always, or while the room that `watchLive` watches is live. */
  watch(watchLive: WatchLive | undefined): void {
    this.#switch.stop();
    this.#switch = this.#switchOf(watchLive);
    if (this.#isHeld) this.#switch.held();
    this.connection.retryNow();
  }

  filled(): void {
    const { isWell, isBehind } = this.#bridge;
    if (isWell) this.#parts.brakes.filled(this.#brake, isBehind);
  }

  appended(depth: number): void {
    // A pause of some ms only: a platform must not feel that MetaStudio is away.
    if (depth >= BACKLOG_EVENTS) this.#brake.breathe();
    this.#parts.brakes.appended(this.#brake, this.#bridge.isBehind);
  }

  refused(): void {
    this.#brake.letGo();
  }

  /** The group of sources that share a seat at the platform: a process that has one for any has it for all. */
  get kin(): string | undefined {
    const { seats } = this.#protocol;
    return seats && `${seats.name} ${seats.owner}`;
  }

  /** Whether only collectors of this host are sure to reach it. */
  get isHome(): boolean {
    return this.#isHome;
  }

  /** Whether it has failed to connect for so long that another collector might try. */
  get isStuck(): boolean {
    // A session that is open at the platform belongs to this process.
    return this.#isHeld && this.#leftover === undefined && this.#failing.isLong;
  }

  /** For how long it has been connected, or need not be, in ms; 0 where it is not. */
  get hearsForMs(): number {
    return this.#failing.hearsForMs;
  }

  async prepare(signal: AbortSignal, isFree: boolean): Promise<PrepareAnswer> {
    if (!this.#overlaps && !isFree) {
      if ((await this.#parts.seats?.has(this.#protocol.seats)) === false) return 'refused';
      this.#switch.ask();
      while (!this.#switch.isKnown && !signal.aborted) await this.#changed(signal);
      if (!this.#switch.isKnown) return 'later';
      return (await this.#turns.takeAhead(this.#protocol, signal)) ? 'ready' : 'later';
    }
    this.connection.kept.begin(!isFree);
    this.#switch.held();
    while (!signal.aborted) {
      const state = await stateOnceHeard(this.connection);
      // `idle`: its room is not live, so nothing is to be heard, once that is known.
      if (state === 'ready' || (state === 'idle' && this.#switch.isKnown)) return 'ready';
      if (this.connection.status.refused !== undefined) return 'refused';
      if (state === 'stopped') return 'later';
      await this.#changed(signal);
    }
    return 'later';
  }

  async release(): Promise<HandOverState> {
    const { kept, state } = this.connection;
    const hearsOn = this.#overlaps && state === 'ready';
    const isUnread = (): boolean => this.#brake.isOn || kept.isFull;
    const isOut = !hearsOn || (await hearOut(this.#bridge, this.connection, isUnread));
    if (isOut && this.#isHeld) await this.#beside?.tellAll();
    // It may have been lost meanwhile.
    if (!isOut || !this.#isHeld) return 'unsettled';
    this.#isHeld = false;
    this.#speaks = false;
    this.#switch.stop();
    if (hearsOn) {
      // The next one may not come: nobody could say again what is said until that is known.
      this.#isGiving = true;
      kept.begin();
      return 'hearing';
    }
    await this.connection.disconnect({ isHeardOut: true });
    return 'closed';
  }

  async stop(): Promise<void> {
    this.#wake();
    if (this.#isHeld) await this.#beside?.tellAll();
    this.#isHeld = false;
    this.#beside?.stop();
    this.#switch.stop();
    this.#parts.brakes.remove(this.#brake);
    await this.connection.stop({ isHeardOut: true });
  }

  /** An empty note by a process that no longer holds the bridge is left out: it could overwrite the next holder's. */
  async #noteLeftover(left: string): Promise<void> {
    if (left === '' && !this.#speaks) return;
    try {
      await this.#parts.leftovers.note(this.#bridge.name, left);
    } catch (error) {
      this.#parts.listener.failed(error as Error);
    }
  }

  /** The bridge was not given: what was kept meanwhile nobody else tells. */
  #wake(): void {
    if (!this.#isGiving) return;
    this.#isGiving = false;
    // One that is beside another tells what it kept as always.
    if (this.#beside === undefined) this.connection.kept.tell(false);
  }

  /** Resolves with the next state of the connection, or when `signal` aborts. */
  async #changed(signal: AbortSignal): Promise<void> {
    await untilAborted(signal, new Promise<void>((resolve) => (this.#watcher = resolve)));
    this.#watcher = undefined;
  }

  #stateChanged(): void {
    const { status } = this.connection;
    this.#failing.note(status);
    this.#turns.changed(status.state);
    this.#tell();
  }

  #tell(): void {
    if (this.#speaks) this.#parts.noted.changed(this.#lease, this);
    this.#watcher?.();
  }

  #switchOf(watchLive: WatchLive | undefined): LiveSwitch {
    const changed = (live?: boolean): void => this.#parts.listener.roomLive(this.#lease, live);
    // What was known was of the terms before.
    changed();
    return new LiveSwitch(this.connection, watchLive, changed, () => this.#tell());
  }
}
