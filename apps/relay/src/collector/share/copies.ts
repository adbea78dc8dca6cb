import { bridgeOfSecond, otherCopyOf, type Claim, type FleetRows } from '#event-buffer';
import { isThere } from './presence.js';

/** A collector, and where it is. */
interface Self {
  readonly id: string;
  readonly host: string;
}

/** The holders of both copies of the bridges that two collectors hold, at one moment. */
export class Copies {
  readonly #rows: FleetRows;
  readonly #holders = new Map<string, string>();
  readonly #hosts = new Map<string, string>();
  readonly #since = new Map<string, number>();
  /** The collectors that copies are on their way to. */
  readonly #takers = new Map<string, string>();

  constructor(rows: FleetRows) {
    this.#rows = rows;
    for (const { bridge, holder, epoch, goesTo } of rows.bridges) {
      this.#holders.set(bridge, holder);
      if (goesTo !== undefined) this.#takers.set(bridge, goesTo);
      // An epoch is at least the time at which it began.
      this.#since.set(bridge, epoch);
    }
    for (const { id, host } of rows.members) this.#hosts.set(id, host);
  }

  /**
   * What a collector does about a copy that no collector holds. The second copy follows the first, on
   * another host where there is a collector on one, else in another process. The holder of the
   * second takes the first only where nobody else does, and then gives the second up.
   */
  claim(lease: string, self: Self): Claim {
    const isSecond = bridgeOfSecond(lease) !== undefined;
    const holder = this.#holders.get(otherCopyOf(lease));
    if (holder === undefined) return isSecond ? 'never' : 'now';
    if (holder === self.id) {
      if (isSecond) return 'never';
      return this.#others(self.host).length > 0 ? 'never' : 'later';
    }
    if (this.#hosts.get(holder) !== self.host) return 'now';
    return isSecond && this.#others(self.host).length > 0 ? 'never' : 'later';
  }

  /** For how long one collector has held a bridge, in ms; 0 where none does. */
  heldForMs(bridge: string): number {
    return this.#rows.now - (this.#since.get(bridge) ?? this.#rows.now);
  }

  /** Whether a second copy is on the host of the first though it could be elsewhere. */
  isMisplaced(second: string, self: Self): boolean {
    const holder = this.#holders.get(otherCopyOf(second));
    if (holder === undefined) return false;
    if (holder === self.id) return true;
    return this.#hosts.get(holder) === self.host && this.#others(self.host).length > 0;
  }

  /** The collectors that may not hold this copy because of where the other one is, or is on its way to. */
  barredFrom(lease: string): readonly string[] {
    const other = otherCopyOf(lease);
    const places = [this.#holders.get(other), this.#takers.get(other)];
    return places.flatMap((id) => (id === undefined ? [] : this.#besides(id)));
  }

  /** A collector, with all of its host where another one has any. */
  #besides(id: string): readonly string[] {
    const host = this.#hosts.get(id);
    if (host === undefined || this.#others(host).length === 0) return [id];
    return this.#rows.members.filter((one) => one.host === host).map((one) => one.id);
  }

  /** The collectors on other hosts that could take something. */
  #others(host: string): readonly string[] {
    const { members, now } = this.#rows;
    const there = members.filter((one) => !one.isLeaving && isThere(one, now));
    return there.filter((one) => one.host !== host).map(({ id }) => id);
  }
}
