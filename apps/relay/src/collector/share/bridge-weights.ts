import { BRIDGE_WEIGHT } from './fleet-view.js';

/** Rates of chats jump: what counts is about the last minute, in ms. */
const MEMORY_MS = 60_000;
/** What was measured for less than this says little, in ms. */
const TRUSTED_MS = 20_000;
/** A weight that changes by less is not told anew: plans must not follow every breath. */
export const WORTH_TELLING = 0.2;

interface Measured {
  /** All events received, when it was last looked at, and when that was first. */
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
   * @returns the weight, where it is to be told anew; what another told before is kept until this
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
    // As a mean of all there is, until there is enough of it.
    const share = Math.max(1 - Math.exp(-passed / MEMORY_MS), passed / (now - known.from));
    known.rate += (rate - known.rate) * share;
    known.received = received;
    known.at = now;
    if (now - known.from < TRUSTED_MS) return undefined;
    const weight = Math.round((BRIDGE_WEIGHT + known.rate) * 10) / 10;
    const { told } = known;
    if (told !== undefined && Math.abs(weight - told) <= told * WORTH_TELLING) return undefined;
    known.told = weight;
    return weight;
  }

  /** It is not held here any more. */
  forget(bridge: string): void {
    this.#measured.delete(bridge);
  }
}
