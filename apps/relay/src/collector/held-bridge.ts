import { Bridge, type BridgeParts, type BridgeTerms } from './bridge.js';
import type { Linger } from './linger.js';
import type { TargetWaker } from './target-waker.js';

/** Where the events of one bridge come from: a connection, pushes, a recording. */
export interface BridgeFeed {
  /** Whether all events of the bridge come to the process that holds it, and to no other. */
  readonly isSole: boolean;
  /** This process may append: let events come. Also told under a new epoch. */
  held(): void;
  /** Another process may. */
  lost(): void;
  /** One more full chunk is ready for the buffer. */
  filled?(): void;
  /** The buffer took an append, and holds so many events of the target now. */
  appended?(depth: number): void;
  /** An append was refused: nothing of it is appended any more. */
  refused?(): void;
  /** Gives no event any more once it has resolved. Never rejects. */
  stop(): Promise<void>;
}

/** What the bridges of one process share. */
export interface HoldParts extends BridgeParts {
  readonly linger: Linger;
  readonly waker: TargetWaker;
}

/**
 * One bridge on this process, from where its events come in to its target's buffer, while this
 * process holds it and while it does not.
 */
export class HeldBridge<Feed extends BridgeFeed = BridgeFeed> {
  readonly bridge: Bridge;
  readonly #parts: HoldParts;
  #feed: Feed;
  /** The epoch that was given last, 0 after it was lost. */
  #epoch = 0;
  #isRegistered = false;
  #hasRetired = false;

  /**
   * @param refused hears of an append that was refused, under this epoch.
   * @param feedOf makes what gives events to the bridge; nothing comes before it is held.
   */
  constructor(
    terms: BridgeTerms,
    parts: HoldParts,
    refused: (epoch: number) => void,
    feedOf: (bridge: Bridge) => Feed,
  ) {
    this.#parts = parts;
    this.bridge = new Bridge(terms, parts, {
      stirred: (stirred) => parts.linger.stir(stirred),
      grew: (target, before, after) => {
        void parts.waker.grew(target, before, after);
        if (!this.#isRegistered) void this.#register();
        this.#feed.appended?.(after);
      },
      filled: () => this.#feed.filled?.(),
      refused: (_, epoch) => {
        this.#feed.refused?.();
        refused(epoch);
      },
    });
    this.#feed = feedOf(this.bridge);
  }

  get name(): string {
    return this.bridge.name;
  }

  get feed(): Feed {
    return this.#feed;
  }

  /**
   * This process holds the bridge under this epoch: its streaks go on where they are counted in the
   * buffer, then events may come. Never rejects.
   *
   * @param lane of this process, where any process may append.
   */
  async hold(epoch: number, lane?: string): Promise<void> {
    this.#epoch = epoch;
    if (!this.bridge.isHeld) {
      void this.#register();
      await this.bridge.recallStreaks(this.#feed.isSole);
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

  /** From now on other events of the same source pass. */
  refilter(terms: Pick<BridgeTerms, 'filter' | 'maxTextLength'>): void {
    this.bridge.refilter(terms);
  }

  /**
   * Gives the bridge another source, and keeps what came from the one before on its way, in order.
   * Never rejects.
   */
  async replaceFeed(terms: BridgeTerms, feedOf: (bridge: Bridge) => Feed): Promise<void> {
    await this.#feed.stop();
    if (this.#hasRetired) return;
    this.bridge.resource(terms);
    this.#feed = feedOf(this.bridge);
    if (this.bridge.isHeld) this.#feed.held();
  }

  /**
   * Ends it for good: the source closes, and what came from it is appended. Never rejects.
   *
   * @param signal aborts when it has to be enough; what is not appended by then is lost, counted.
   */
  async retire(signal: AbortSignal): Promise<void> {
    this.#hasRetired = true;
    await this.#feed.stop();
    await this.bridge.drained(signal);
  }

  /** The sweep and `status` find a target by what is registered here. */
  async #register(): Promise<void> {
    const { appender, listener } = this.#parts;
    this.#isRegistered = true;
    try {
      await appender.register(this.bridge.target, this.name);
    } catch (error) {
      // With its next append, then.
      this.#isRegistered = false;
      listener.failed(error as Error);
    }
  }
}
