import { BRIDGE_WEIGHT } from './fleet-view.js';

/** Rates of chats jump: weights are averaged over about this long, in ms. */
const MEMORY_MS = 60_000;
/** A measurement shorter than this is not trusted, in ms. */
const TRUSTED_MS = 20_000;
/**
 * A weight that changes by a smaller part is not told again: plans must not follow every change.
 */
export const WORTH_TELLING = 0.2;

interface Measured {
  /** The count of events at the last look, and when the first look was. */
  received: number;
  at: number;
  readonly from: number;
  rate: number;
  told: number | undefined;
}

/** What the bridges of one collector cost it: their events a second, plus a constant. */
export class BridgeWeights {
  readonly #measured = new Map<string, Measured>();

  /**
   * @param received all events of the bridge so far.
   * @param now monotonic, in ms.
   * @returns the weight, where it is to be written again; what another told before is kept until this
   *   is known better.
   */
  measure(bridge: string, received: number, now: number): number | undefined {
    const known = this.#measured.get(bridge);
    if (known === undefined || received < known.received) {
      this.#measured.set(bridge, { received, at: now, from: now, rate: 0, told: undefined });
      return undefined;
    }
    const passed = now - known.at;
    if (passed <= 0) return undefined;
    const rate = ((received - known.received) / passed) * 1000;
    // A plain mean until there is enough to average over.
    const part = Math.max(1 - Math.exp(-passed / MEMORY_MS), passed / (now - known.from));
    known.rate += (rate - known.rate) * part;
    known.received = received;
    known.at = now;
    if (now - known.from < TRUSTED_MS) return undefined;
    const weight = Math.round((BRIDGE_WEIGHT + known.rate) * 10) / 10;
    const { told } = known;
    if (told !== undefined && Math.abs(weight - told) <= told * WORTH_TELLING) return undefined;
    known.told = weight;
    return weight;
  }

  /**
   * Measures all bridges that are held, and forgets all others.
   * @returns the weights that are to be written again.
   */
  measureAll(
    held: Iterable<readonly [bridge: string, received: number]>,
    now: number,
  ): ReadonlyMap<string, number> {
    const told = new Map<string, number>();
    let count = 0;
    for (const [bridge, received] of held) {
      count++;
      const weight = this.measure(bridge, received, now);
      if (weight !== undefined) told.set(bridge, weight);
    }
    if (count === this.#measured.size) return told;
    for (const [bridge, { at }] of this.#measured) if (at !== now) this.#measured.delete(bridge);
    return told;
  }

  /** The bridge is not held here any more. */
  forget(bridge: string): void {
    this.#measured.delete(bridge);
  }
}
