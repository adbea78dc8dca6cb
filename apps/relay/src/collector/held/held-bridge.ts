import type { Append, Appender, AppendOutcome, Registration, OwnLane } from '#event-buffer';
import { Bridge, type BridgeParts, type BridgeTerms } from './bridge.js';
import { Gathering, type GatheringLimits } from '../outbox/gathering.js';
import type { Linger } from '../outbox/linger.js';
import type { HandOverState, PrepareAnswer, SettleMs } from '../share/fleet-hands.js';
import type { TargetWaker } from '../../buffer/target-waker.js';

/** Where the events of one bridge come from: a connection, pushes, a recording. */
export interface BridgeFeed {
  /** Reads what the holder before left behind. Never rejects. */
  recall?(): Promise<void>;
  /** This process may append: events may come. Also called for a new epoch. */
  held(): void;
  /** This process may not append any more. */
  lost(): void;
  /** One more full chunk is ready for the buffer. */
  filled?(): void;
  /** The buffer took an append, and holds this many events of the target now. */
  appended?(depth: number): void;
  /** An append was refused: nothing is appended until it is held again. */
  refused?(): void;
  /**
   * Gets ready while another process still holds the bridge: what comes meanwhile is given once it
   * is held here. {@link held} or {@link lost} follows. Never rejects.
   *
   * @param isFree whether the present holder is not connected.
   */
  prepare?(signal: AbortSignal, isFree: boolean): Promise<PrepareAnswer>;
  /**
   * Gives no event until it is held again. Where another process may be connected at the same time it hears on, and
   * keeps what comes; else its socket is closed. Where what was sent by now may not have come, nothing has happened.
   */
  release?(): Promise<HandOverState>;
  /** Stops for good: gives no event once it has resolved. Never rejects. */
  stop(): Promise<void>;
}

/** What the bridges of one process share. */
export interface HoldParts extends BridgeParts {
  readonly appender: BridgeParts['appender'] & Pick<Appender, 'register' | 'unregister'>;
  readonly linger: Linger;
  readonly waker: TargetWaker;
  /** How long events may gather before they are appended; absent: they do not. */
  readonly gathering?: GatheringLimits | undefined;
}

/**
 * One bridge on this process, from its source to its target's buffer, whether or not this process
 * holds it now.
 */
export class HeldBridge<Feed extends BridgeFeed = BridgeFeed> {
  readonly bridge: Bridge;
  readonly #parts: HoldParts;
  /** Absent where events do not gather: those to be chosen from go to their window at once. */
  #gathering: Gathering | undefined;
  #feed: Feed;
  /** The epoch that was given last, 0 after it was lost. */
  #epoch = 0;
  /** Its report terms, as registered or to be registered. */
  #report: string | undefined;
  #isRegistered = false;
  #hasRetired = false;

  /**
   * @param refused called when an append under this epoch was refused.
   * @param feedOf makes what gives events to the bridge; nothing comes before it is held.
   */
  constructor(
    terms: BridgeTerms,
    parts: HoldParts,
    refused: (epoch: number) => void,
    feedOf: (bridge: Bridge) => Feed,
  ) {
    this.#parts = parts;
    this.#report = terms.report;
    this.#gathering = this.#gatheringOf(terms);
    const { appender } = parts;
    const registering = {
      append: async (append: Append) => this.#append(append),
      streaksOf: async (target: string, name: string) => appender.streaksOf(target, name),
      takeStreakTurn: async (own: OwnLane) => appender.takeStreakTurn(own),
      endStreakTurn: async (own: OwnLane) => appender.endStreakTurn(own),
    };
    this.bridge = new Bridge(
      terms,
      { ...parts, appender: registering },
      {
        stirred: (stirred) => parts.linger.stir(stirred, this.#gathering?.until),
        grew: (target, growth) => {
          void parts.waker.grew(target, growth);
          this.#gathering?.appended(growth.pacedForMs, performance.now());
          this.#feed.appended?.(growth.depthAfter);
        },
        filled: () => this.#feed.filled?.(),
        refused: (_, epoch) => {
          this.#feed.refused?.();
          refused(epoch);
        },
      },
    );
    this.#feed = feedOf(this.bridge);
  }

  get name(): string {
    return this.bridge.name;
  }

  get feed(): Feed {
    return this.#feed;
  }

  /**
   * This process holds the bridge under this epoch: its streaks go on from how far the buffer has
   * them, then events may come. Never rejects.
   *
   * @param lane of this process, where any process may append.
   */
  async hold(epoch: number, lane?: string): Promise<void> {
    this.#epoch = epoch;
    if (!this.bridge.isHeld) {
      void this.#registerSoon();
      this.#parts.waker.inherited(this.bridge.target);
      await Promise.all([this.bridge.recallStreaks(true), this.#feed.recall?.()]);
    }
    if (this.#epoch !== epoch || this.#hasRetired) return;
    this.bridge.held(epoch, lane);
    this.#feed.held();
  }

  /** Another process holds it. */
  lose(): void {
    this.#epoch = 0;
    this.#feed.lost();
    this.bridge.lost();
  }

  /** Gets ready to be held, while another process still is. */
  async prepare(signal: AbortSignal, isFree: boolean): Promise<PrepareAnswer> {
    if (this.bridge.isHeld || this.#hasRetired) return 'later';
    void this.#registerSoon();
    return (await this.#feed.prepare?.(signal, isFree)) ?? 'ready';
  }

  /**
   * Prepares the bridge for another collector: the source gives nothing more, and what it gave is appended.
   * {@link goOn} or {@link lose} follows.
   *
   * @param signal ends the waiting for a Redis that takes what comes: without it the source stays open.
   * @param settleMs how long Redis may then take for what is left, where the source hears on, and where it does not.
   */
  async handOver(signal: AbortSignal, settleMs: SettleMs): Promise<HandOverState> {
    if (!this.bridge.isHeld || this.#hasRetired) return 'unsettled';
    if (!(await this.bridge.caughtUp(signal)) || this.#hasRetired) return 'unsettled';
    const state = (await this.#feed.release?.()) ?? 'closed';
    if (state === 'unsettled') return state;
    const isSettled = await this.bridge.settled(AbortSignal.timeout(settleMs[state]));
    return isSettled && this.bridge.isHeld ? state : 'unsettled';
  }

  /** The hand-over did not happen: its source goes on. */
  goOn(): void {
    if (this.bridge.isHeld && !this.#hasRetired) this.#feed.held();
  }

  /** Gives the bridge another filter and report terms; its source stays. */
  refilter(terms: Omit<BridgeTerms, 'idScope' | 'streaks'>): void {
    this.bridge.refilter(terms);
    this.#gathering = this.#gatheringOf(terms);
    this.#report = terms.report;
    this.#isRegistered = false;
    if (this.bridge.isHeld) void this.#registerSoon();
  }

  /**
   * Gives the bridge another source. What came from the one before is still appended, in order.
   * Never rejects.
   */
  async replaceFeed(terms: BridgeTerms, feedOf: (bridge: Bridge) => Feed): Promise<void> {
    await this.#feed.stop();
    if (this.#hasRetired) return;
    this.bridge.resource(terms);
    this.#gathering = this.#gatheringOf(terms);
    this.#feed = feedOf(this.bridge);
    if (this.bridge.isHeld) this.#feed.held();
  }

  /**
   * Ends the bridge: the source closes, and what came from it is appended. Never rejects.
   *
   * @param signal ends the waiting; what is not appended by then is dropped, and counted.
   */
  async retire(signal: AbortSignal): Promise<void> {
    this.#hasRetired = true;
    await this.#feed.stop();
    await this.bridge.drained(signal);
  }

  /**
   * The bridge was removed: Redis may forget it soon. Never rejects: a bridge that no process names is forgotten
   * anyway, later.
   */
  async unregister(): Promise<void> {
    const { appender, listener } = this.#parts;
    await appender.unregister(this.registration).catch((error: Error) => listener.failed(error));
  }

  /** What Redis keeps of it beside its events. */
  get registration(): Registration {
    return { target: this.bridge.target, bridge: this.name, terms: this.#report };
  }

  #gatheringOf({ choice }: Pick<BridgeTerms, 'choice'>): Gathering | undefined {
    const { gathering } = this.#parts;
    return gathering === undefined || choice !== undefined ? undefined : new Gathering(gathering);
  }

  async #append(append: Append): Promise<AppendOutcome> {
    if (!this.#isRegistered) await this.#register();
    const outcome = await this.#parts.appender.append(append);
    // The first append of a bridge; or Redis has lost what it knew of the bridge.
    if (outcome.kind === 'appended' && outcome.isFirst === true) await this.#registerSoon();
    return outcome;
  }

  /** Registers before there is an event to append. */
  async #registerSoon(): Promise<void> {
    try {
      await this.#register();
    } catch (error) {
      this.#parts.listener.failed(error as Error);
    }
  }

  /**
   * The sweep and `status` find a target by what is registered here, and reporters find what the
   * bridge asks of them: nothing is appended before.
   */
  async #register(): Promise<void> {
    const { registration } = this;
    await this.#parts.appender.register(registration);
    // Its terms may have changed meanwhile.
    if (this.#report === registration.terms) this.#isRegistered = true;
  }
}
