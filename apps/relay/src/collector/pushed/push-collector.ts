import { LaneKeeper } from '#event-buffer';
import type { FrameDecoder, HearingTerms } from '#source';
import type { BridgeTerms } from '../held/bridge.js';
import { LISTEN_EVERY_MS, type CollectorParts } from '../collector.js';
import type { HeldBridge } from '../held/held-bridge.js';
import { HeardTimes } from '../noted/heard-times.js';
import { HeldBridges } from '../held/held-bridges.js';
import { Linger } from '../outbox/linger.js';
import { SourceNotes } from '../noted/source-notes.js';
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
  readonly #linger = new Linger();
  readonly #heard: HeardTimes;
  readonly #notes: SourceNotes;
  #listening: NodeJS.Timeout | undefined;
  #held: Promise<unknown> | undefined;
  #started = false;

  constructor(parts: CollectorParts) {
    const { redis, keys, holder, listener, leaseTimes, ledger } = parts;
    this.#parts = parts;
    this.takenMoney = new TakenMoney(redis, keys);
    const failed = (error: Error): void => listener.failed(error);
    this.#heard = new HeardTimes(ledger, listener);
    this.#notes = new SourceNotes(ledger, failed);
    const waker = new TargetWaker({ ...parts, onError: failed });
    this.bridges = new HeldBridges(
      { ...parts, linger: this.#linger, waker },
      {
        feedOf: ({ name, decoder, hearing }, bridge) => {
          const told = { listener: listener.pushesOf(name), hearing };
          const feed = new PushedBridge(bridge, decoder, told);
          this.#heard.add(name, feed.hearing);
          return feed;
        },
        adapt: () => {},
        refused: (_, epoch) => this.#lane.refused(epoch),
        added: () => this.#added(),
        removed: async (name) => {
          this.#heard.forget(name);
          await this.#notes.forget(name);
        },
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

  /** Writes to Redis again which bridges this process takes. */
  async sayNames(): Promise<void> {
    await this.#parts.appender.register(...this.bridges.registrations());
  }

  /** Writes to Redis again how their sources stand, and when they were heard. */
  async saySources(): Promise<void> {
    this.#heard.tellAgain();
    await this.#notes.sayAgain(this.bridges.held().map(({ name }) => name));
  }

  /** Claims a lane once there is a bridge; goes on until it is stopped. */
  async start(): Promise<void> {
    this.#started = true;
    this.#heard.start();
    this.#listening = setInterval(() => this.#listen(), LISTEN_EVERY_MS);
    this.#listening.unref();
    if (this.bridges.size === 0) return;
    await this.#lane.start();
    await this.#held;
  }

  /** Appends what was received, and gives the lane back. Nothing may be pushed any more. */
  async stop(signal: AbortSignal): Promise<void> {
    this.#linger.stop();
    this.#heard.stop();
    clearInterval(this.#listening);
    await this.bridges.retire(signal);
    await this.#lane.stop();
  }

  #added(): void {
    if (!this.#started) return;
    // A new epoch: under the present one this process may have appended to a bridge of the same
    // name before.
    this.#lane.renew();
    void this.#lane.start();
  }

  #listen(): void {
    for (const { name, bridge, feed } of this.bridges.all()) {
      const change = bridge.isHeld ? feed.news.of(feed.hearing.report()) : undefined;
      if (change === undefined) continue;
      this.#notes.changed(name, feed);
      this.#parts.listener.heard(name, change.now, change.before);
    }
  }

  async #hold(held: HeldBridge<PushedBridge>, lane: string, epoch: number): Promise<void> {
    const isNew = !held.bridge.isHeld;
    await held.hold(epoch, lane);
    if (isNew) this.#notes.changed(held.name, held.feed);
  }
}
