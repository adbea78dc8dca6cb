import { LaneKeeper } from '#event-buffer';
import type { FrameDecoder } from '#source';
import { Bridge, type BridgeTerms } from '../collector/bridge.js';
import type { CollectorParts } from '../collector/collector.js';
import { Linger } from '../collector/linger.js';
import { TargetWaker } from '../collector/target-waker.js';
import { PushedBridge } from './pushed-bridge.js';

/** A bridge whose source is pushed to us. */
export interface InboundBridge extends BridgeTerms {
  readonly decoder: FrameDecoder;
}

/**
 * Takes what is pushed to this process and appends it to the buffers. Whoever pushes may reach any
 * process, so none holds such a bridge: each appends on a lane of its own.
 *
 * @see docs/adr/0006-pushes-go-to-any-process.md
 */
export class PushCollector {
  readonly #parts: CollectorParts;
  readonly #lane: LaneKeeper;
  readonly #linger = new Linger();
  readonly #bridges = new Map<string, Bridge>();
  readonly #pushed = new Map<string, PushedBridge>();
  /** Of the lane, 0 where none is held. */
  #epoch = 0;
  #recalled: Promise<unknown> | undefined;

  constructor(bridges: readonly InboundBridge[], parts: CollectorParts) {
    this.#parts = parts;
    const { redis, keys, holder, listener, leaseTimes } = parts;
    const heard = {
      held: (lane: string, epoch: number) => this.#held(lane, epoch),
      lost: () => this.#lost(),
      renewalFailed: (error: Error) => listener.failed(error),
    };
    this.#lane = new LaneKeeper(redis, keys, holder, heard, leaseTimes);
    const waker = new TargetWaker({ ...parts, onError: (error) => listener.failed(error) });
    for (const terms of bridges) this.#add(terms, waker);
  }

  get(name: string): PushedBridge | undefined {
    return this.#pushed.get(name);
  }

  /** Whether so much waits for Redis that whoever can wait should. */
  get isTight(): boolean {
    return this.#parts.budget.isTight;
  }

  /** Claims a lane; goes on for ever. */
  async start(): Promise<void> {
    if (this.#bridges.size === 0) return;
    await this.#lane.start();
    await this.#recalled;
  }

  /** Appends what was received, and gives the lane back. Nothing may be pushed any more. */
  async stop(signal: AbortSignal): Promise<void> {
    this.#linger.stop();
    await Promise.all([...this.#bridges.values()].map(async (bridge) => bridge.drained(signal)));
    if (this.#bridges.size > 0) await this.#lane.stop();
  }

  #add(terms: InboundBridge, waker: TargetWaker): void {
    const { name, decoder } = terms;
    const bridge = new Bridge({ ...terms, streaks: decoder.streaks }, this.#parts, {
      stirred: (stirred) => this.#linger.stir(stirred),
      grew: (target, before, after) => void waker.grew(target, before, after),
      refused: (_, epoch) => this.#lane.refused(epoch),
    });
    const listener = this.#parts.listener.connectionOf(name);
    this.#bridges.set(name, bridge);
    this.#pushed.set(name, new PushedBridge(bridge, decoder, listener));
  }

  #held(lane: string, epoch: number): void {
    this.#epoch = epoch;
    void this.#register();
    const bridges = [...this.#bridges.values()];
    this.#recalled = Promise.all(bridges.map(async (one) => this.#goOn(one, lane, epoch)));
  }

  async #goOn(bridge: Bridge, lane: string, epoch: number): Promise<void> {
    if (!bridge.isHeld) await bridge.recallStreaks(false);
    if (this.#epoch === epoch) bridge.held(epoch, lane);
  }

  #lost(): void {
    this.#epoch = 0;
    for (const bridge of this.#bridges.values()) bridge.lost();
  }

  /** The sweep and `status` find targets and bridges by what is registered here. */
  async #register(): Promise<void> {
    const { appender, ledger, listener } = this.#parts;
    try {
      for (const { name, target } of this.#bridges.values()) {
        await appender.register(target, name);
        await ledger.noteSource(name, { state: 'pushed', since: Date.now() });
      }
    } catch (error) {
      listener.failed(error as Error);
    }
  }
}
