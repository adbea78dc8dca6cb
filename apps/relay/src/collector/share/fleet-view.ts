/** A collector as all others see it. */
export interface FleetMember {
  readonly id: string;
  /** Since when it is there, in ms by Redis's clock. */
  readonly since: number;
  /** It stops: it gives, and takes nothing. */
  readonly isLeaving?: boolean | undefined;
}

/** A bridge that some collector holds, as all others see it. */
export interface PlacedBridge {
  readonly name: string;
  readonly holder: string;
  /** What it costs its holder: see {@link BRIDGE_WEIGHT}. */
  readonly weight: number;
  /** Since when its holder has it, in ms by Redis's clock. */
  readonly heldSince: number;
  /** When it last moved by choice, in ms by Redis's clock; 0: never. */
  readonly movedAt: number;
  /** Collectors that cannot hold it, for now. */
  readonly barred?: ReadonlySet<string> | undefined;
}

/** All collectors and what they hold, as they were at one moment. */
export interface FleetView {
  /** By Redis's clock, in ms. */
  readonly now: number;
  readonly members: readonly FleetMember[];
  /** With those on their way, as if they were there. */
  readonly bridges: readonly PlacedBridge[];
  /** How many are on their way to a collector. */
  readonly arriving?: ReadonlyMap<string, number> | undefined;
}

/** That a bridge goes from one collector to another. */
export interface Move {
  readonly bridge: string;
  readonly from: string;
  readonly to: string;
}

/** What every bridge costs, besides its events a second: a socket, and that it may get busy. */
export const BRIDGE_WEIGHT = 5;
