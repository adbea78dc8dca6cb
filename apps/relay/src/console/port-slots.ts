/** How many connections of each kind a process holds. */
export interface PortLimits {
  /** Connections that have asked nothing yet, were refused, or are idle between two requests. */
  readonly strangersMax: number;
  /** Connections that the console is answering: health, metrics, status. */
  readonly askingMax: number;
  /** Connections that showed a bridge's credential: pushes in progress, open WebSockets. */
  readonly knownMax: number;
}

const PORT_LIMITS: PortLimits = { strangersMax: 512, askingMax: 128, knownMax: 2048 };

/**
 * Why a connection was dropped: to make room (`crowded`), because it did not go after a refusal
 * (`lingering`), or before it was looked at, with the port full (`full`).
 */
export type PortDropReason = 'crowded' | 'lingering' | 'full';

/** The state of a connection. */
export interface Slot {
  destroy(): void;
}

type Place = 'strangers' | 'asking' | 'known';

/**
 * Keeps the connections of the port within bounds, so that no client without a token can take the port
 * from others. A new connection is always let in; where there are too many of its kind, the one
 * that has waited longest is dropped. A request for health or metrics is answered long before its
 * connection is the one, however many others hang on.
 */
export class PortSlots {
  readonly limits: PortLimits;
  readonly #dropped: (reason: PortDropReason) => void;
  /** The connections of each kind, the oldest first. */
  readonly #places: Readonly<Record<Place, Set<Slot>>> = {
    strangers: new Set(),
    asking: new Set(),
    known: new Set(),
  };
  readonly #placeOf = new Map<Slot, Place>();

  /** @param dropped called for each connection that was dropped. Must be cheap. */
  constructor(dropped: (reason: PortDropReason) => void, limits: Partial<PortLimits> = {}) {
    this.#dropped = dropped;
    this.limits = { ...PORT_LIMITS, ...limits };
  }

  /** A connection was opened. */
  enter(slot: Slot): void {
    this.#move(slot, 'strangers');
  }

  /** It asked something that the console answers. */
  asks(slot: Slot): void {
    if (this.#placeOf.has(slot)) this.#move(slot, 'asking');
  }

  /**
   * It showed a bridge's credential, and is not dropped for others until it is idle or closed.
   *
   * @returns whether there is room; if not, it stays where it is.
   */
  admit(slot: Slot): boolean {
    if (this.#placeOf.get(slot) === 'known') return true;
    if (!this.#placeOf.has(slot) || this.#places.known.size >= this.limits.knownMax) return false;
    this.#move(slot, 'known');
    return true;
  }

  /** It was answered and is idle; it may ask again. */
  idle(slot: Slot): void {
    if (this.#placeOf.has(slot)) this.#move(slot, 'strangers');
  }

  /** It is closed. May be called more than once. */
  leave(slot: Slot): void {
    const place = this.#placeOf.get(slot);
    if (place === undefined) return;
    this.#places[place].delete(slot);
    this.#placeOf.delete(slot);
  }

  drop(slot: Slot, reason: PortDropReason): void {
    this.leave(slot);
    this.#dropped(reason);
    slot.destroy();
  }

  /** A connection was turned away before it was looked at. */
  wasFull(): void {
    this.#dropped('full');
  }

  #move(slot: Slot, to: Place): void {
    this.leave(slot);
    const place = this.#places[to];
    place.add(slot);
    this.#placeOf.set(slot, to);
    const max = to === 'asking' ? this.limits.askingMax : this.limits.strangersMax;
    if (to !== 'known' && place.size > max) this.drop(place.values().next().value!, 'crowded');
  }
}
