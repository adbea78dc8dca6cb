import { boundedSignal, untilAborted } from '#timing';
import type { Bridge, BridgeTerms } from './bridge.js';
import { HeldBridge, type BridgeFeed, type HoldParts } from './held-bridge.js';
import { SerialByName } from './serial-by-name.js';

/** The owner of a process's bridges of one kind: connected, or pushed. */
export interface HeldBridgesOwner<Terms extends BridgeTerms, Feed extends BridgeFeed> {
  /** Makes the source of a bridge of these terms. */
  feedOf(terms: Terms, bridge: Bridge): Feed;
  /** Applies changed terms other than source, filter and target. */
  adapt(feed: Feed, terms: Terms): void;
  /** An append was refused, under this epoch. */
  refused(bridge: string, epoch: number): void;
  /** A bridge was added, or has another target: it may be held. */
  added(bridge: string): void;
  /** A bridge was removed. @param wasHeld whether this process held it. */
  removed(bridge: string, wasHeld: boolean): Promise<void>;
  /** Nothing is left of a removed bridge. */
  retired(bridge: string): void;
}

/** How long a removed bridge waits for Redis to take its events, in ms: no event waits longer. */
const RETIRE_MS = 30_000;

/**
 * The bridges of one kind on one process. Changes of one bridge happen in order, and touch no
 * other.
 */
export class HeldBridges<Terms extends BridgeTerms, Feed extends BridgeFeed> {
  readonly #parts: HoldParts;
  readonly #owner: HeldBridgesOwner<Terms, Feed>;
  readonly #bridges = new Map<string, HeldBridge<Feed>>();
  readonly #serial = new SerialByName();
  readonly #enough = new AbortController();
  #isStopping = false;

  constructor(parts: HoldParts, owner: HeldBridgesOwner<Terms, Feed>) {
    this.#parts = parts;
    this.#owner = owner;
  }

  get size(): number {
    return this.#bridges.size;
  }

  get(name: string): HeldBridge<Feed> | undefined {
    return this.#bridges.get(name);
  }

  all(): readonly HeldBridge<Feed>[] {
    return [...this.#bridges.values()];
  }

  /** Those that this process holds. */
  held(): HeldBridge<Feed>[] {
    const held: HeldBridge<Feed>[] = [];
    for (const one of this.#bridges.values()) if (one.bridge.isHeld) held.push(one);
    return held;
  }

  /** Any that this process holds. */
  get anyHeld(): HeldBridge<Feed> | undefined {
    for (const one of this.#bridges.values()) if (one.bridge.isHeld) return one;
    return undefined;
  }

  /** Adds a bridge. */
  async add(terms: Terms): Promise<void> {
    return this.#serial.run(terms.name, async () => this.#add(terms));
  }

  /**
   * Gives a bridge other terms. A new filter touches nothing else. A new source is opened once the
   * one before is closed, and what that gave is still appended. With a new target it is another
   * bridge of the same name: what it had is appended to the old target.
   *
   * @param hasNewSource whether its source is another than before.
   */
  async change(terms: Terms, hasNewSource: boolean): Promise<void> {
    return this.#serial.run(terms.name, async () => this.#change(terms, hasNewSource));
  }

  /**
   * Removes a bridge: its source closes, and what it gave is appended. What Redis does not take
   * within half a minute is dropped, and counted.
   */
  async remove(name: string): Promise<void> {
    return this.#serial.run(name, async () => this.#remove(name));
  }

  /** Removes all of them. @param signal ends the waiting. */
  async retire(signal: AbortSignal): Promise<void> {
    this.#isStopping = true;
    const all = this.all().map(async (one) => one.retire(signal));
    const retired = Promise.all([this.#serial.done(), ...all]);
    await untilAborted(signal, retired);
    if (signal.aborted) this.#enough.abort();
    await retired;
  }

  async #add(terms: Terms): Promise<void> {
    if (this.#isStopping) return;
    const { name } = terms;
    const refused = (epoch: number): void => this.#owner.refused(name, epoch);
    const held = new HeldBridge(terms, this.#parts, refused, this.#feedOf(terms));
    this.#bridges.set(name, held);
    this.#owner.added(name);
  }

  async #change(terms: Terms, hasNewSource: boolean): Promise<void> {
    const held = this.#bridges.get(terms.name);
    if (held === undefined || this.#isStopping) return;
    if (held.bridge.target !== terms.target) {
      const wasHeld = held.bridge.isHeld;
      await this.#retire(held);
      if (wasHeld) await held.unregister();
      return this.#add(terms);
    }
    held.refilter(terms);
    if (hasNewSource) await held.replaceFeed(terms, this.#feedOf(terms));
    else this.#owner.adapt(held.feed, terms);
  }

  async #remove(name: string): Promise<void> {
    const held = this.#bridges.get(name);
    if (held === undefined || this.#isStopping) return;
    const wasHeld = held.bridge.isHeld;
    await this.#retire(held);
    await this.#owner.removed(name, wasHeld);
    this.#bridges.delete(name);
    this.#owner.retired(name);
    if (wasHeld) await held.unregister();
  }

  async #retire(held: HeldBridge<Feed>): Promise<void> {
    await held.retire(boundedSignal(RETIRE_MS, this.#enough.signal));
  }

  #feedOf(terms: Terms) {
    return (bridge: Bridge) => this.#owner.feedOf(terms, bridge);
  }
}
