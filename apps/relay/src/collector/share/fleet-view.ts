/** A collector as all others see it. */
export interface FleetMember {
  readonly id: string;
  /** The machine that it runs on. */
  readonly host?: string | undefined;
  /** When it joined, in ms by Redis's clock. */
  readonly since: number;
  /** Whether it stops: it gives, and takes nothing. */
  readonly isLeaving?: boolean | undefined;
}

/** A bridge that some collector holds, as all others see it. */
export interface PlacedBridge {
  readonly name: string;
  readonly holder: string;
  /** Its cost to its holder: see {@link BRIDGE_WEIGHT}. */
  readonly weight: number;
  /** Since when its holder has it, in ms by Redis's clock. */
  readonly heldSince: number;
  /** When it last moved by choice, in ms by Redis's clock; 0: never. */
  readonly movedAt: number;
  /** The collectors that cannot hold it for now. */
  readonly barred?: ReadonlySet<string> | undefined;
  /** Those of them that only must not hold it beside its other copy. */
  readonly apart?: ReadonlySet<string> | undefined;
  /** Those of them that may be asked again soon. */
  readonly barredBriefly?: ReadonlySet<string> | undefined;
}

/** All collectors and what they hold, as they were at one moment. */
export interface FleetView {
  /** By Redis's clock, in ms. */
  readonly now: number;
  readonly members: readonly FleetMember[];
  /** Bridges on their way count as if they had arrived. */
  readonly bridges: readonly PlacedBridge[];
  /** How many bridges are on their way to each collector. */
  readonly arriving?: ReadonlyMap<string, number> | undefined;
}

/** One step of a plan: a bridge goes from one collector to another. */
export interface Move {
  readonly bridge: string;
  readonly from: string;
  readonly to: string;
}

/**
 * The constant part of a bridge's weight, beside its events a second: a socket, and that it may get
 * busy.
 */
export const BRIDGE_WEIGHT = 5;
