import { LaneKeeper } from '#event-buffer';
import type { FrameDecoder, HearingTerms } from '#source';
import type { BridgeTerms } from '../held/bridge.js';
import type { CollectorParts } from '../collector.js';
import type { HeldBridge } from '../held/held-bridge.js';
import { HeldBridges } from '../held/held-bridges.js';
import { Linger } from '../outbox/linger.js';
import { NotedSources } from '../noted/noted-sources.js';
import { TargetWaker } from '../../buffer/target-waker.js';
import { PushedBridge } from './pushed-bridge.js';
import { TakenMoney } from './taken-money.js';

/** A bridge whose source pushes to the relay. */
export interface InboundBridge extends BridgeTerms {
  readonly decoder: FrameDecoder;
  readonly hearing?: HearingTerms | undefined;
}

/**
 * Takes what is pushed to this process and appends it to the buffers. A sender may reach any
 * process, so none holds such a bridge: each appends on a lane of its own.
 *
 * @see docs/adr/0006-pushes-go-to-any-process.md
 */
export class PushCollector {
  readonly bridges: HeldBridges<InboundBridge, PushedBridge>;
  readonly takenMoney: TakenMoney;
  readonly #parts: CollectorParts;
  readonly #lane: LaneKeeper;
  readonly #linger: Linger;
  readonly noted: NotedSources;
  #held: Promise<unknown> | undefined;
  #started = false;

  constructor(parts: CollectorParts) {
    const { redis, keys, holder, listener, leaseTimes } = parts;
    this.#parts = parts;
    this.#linger = new Linger(parts.flushEveryMs);
    this.takenMoney = new TakenMoney(redis, keys);
    const failed = (error: Error): void => listener.failed(error);
    this.noted = new NotedSources(parts, () => this.bridges.held());
    const waker = new TargetWaker({ ...parts, onError: failed });
    this.bridges = new HeldBridges(
      { ...parts, linger: this.#linger, waker, sharedNow: () => this.#lane.now() },
      {
        feedOf: ({ name, decoder, hearing }, bridge) => {
          const told = { listener: listener.pushesOf(name), hearing };
          const feed = new PushedBridge(bridge, decoder, told);
          this.noted.add(name, feed);
          return feed;
        },
        adapt: () => {},
        refused: (_, epoch) => this.#lane.refused(epoch),
        added: () => this.#added(),
        removed: async (name) => this.noted.forget(name, true),
        retired: (name) => listener.retired(name),
      },
    );
    const heard = {
      held: (lane: string, epoch: number) => {
        const all = this.bridges.all();
        this.#held = Promise.all(all.map(async (bridge) => this.#hold(bridge, lane, epoch)));
      },
      lost: () => {
        for (const bridge of this.bridges.all()) bridge.lose();
      },
      renewalFailed: failed,
    };
    this.#lane = new LaneKeeper(redis, keys, holder, heard, leaseTimes);
  }

  get(name: string): PushedBridge | undefined {
    return this.bridges.get(name)?.feed;
  }

  /** Whether so much waits for Redis that senders which can wait should. */
  get isTight(): boolean {
    return this.#parts.budget.isTight;
  }

  /** Claims a lane once there is a bridge; goes on until it is stopped. */
  async start(): Promise<void> {
    this.#started = true;
    this.noted.start();
    if (this.bridges.size === 0) return;
    await this.#lane.start();
    await this.#held;
  }

  /** Appends what was received, and gives the lane back. Nothing may be pushed any more. */
  async stop(signal: AbortSignal): Promise<void> {
    this.noted.stop();
    await this.bridges.retire(signal);
    this.#linger.stop();
    await this.#lane.stop();
  }

  #added(): void {
    if (!this.#started) return;
    // A new epoch: under the present one this process may have appended to a bridge of the same
    // name before.
    this.#lane.renew();
    void this.#lane.start();
  }

  async #hold(held: HeldBridge<PushedBridge>, lane: string, epoch: number): Promise<void> {
    const isNew = !held.bridge.isHeld;
    await held.hold(epoch, lane);
    if (isNew) this.noted.changed(held.name, held.feed);
  }
}
