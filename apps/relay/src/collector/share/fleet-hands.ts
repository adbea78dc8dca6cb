/** Why a bridge moved: for its holder's share, since its holder stops, or cannot reach its source. */
export type MoveReason = 'share' | 'stop' | 'stuck';

/** Whether a collector can go on with a bridge: not just now, or its platform refuses it there. */
export type Readiness = 'ready' | 'later' | 'refused';

/**
 * What a collector does with its bridges when they change hands, by their leases: a second copy has one of
 * its own. Nothing rejects.
 */
export interface FleetHands {
  /** Whether this process has the bridge, and may hold it. */
  canTake(bridge: string): boolean;
  /**
   * Gets ready to go on with a bridge that another still holds.
   *
   * @param isFree that one is not connected.
   */
  prepare(bridge: string, signal: AbortSignal, isFree: boolean): Promise<Readiness>;
  /** What a bridge had better be together with, where its platform has few places. */
  kinOf(bridge: string): string | undefined;
  /** Whether collectors of other hosts may not reach the source of a bridge. */
  isHome(bridge: string): boolean;
  /** Whether the source of a bridge has not been reached from here for some time. */
  isStuck(bridge: string): boolean;
  /** Whether this process holds a bridge. */
  isHeld(bridge: string): boolean;
  /** Whether the source of a bridge is connected, or need not be. */
  hears(bridge: string): boolean;
  /** Gives a bridge back that another collector had better take. */
  giveUp(bridge: string): void;
  /** It does not come after all. */
  unprepare(bridge: string): void;
  /** Closes the source and appends what it gave. @returns whether all of it is. */
  handOver(bridge: string, signal: AbortSignal): Promise<boolean>;
  /** It was not given: this process goes on with it. */
  goOn(bridge: string): void;
  /** This process has been given it under this epoch; 0: it has given it away. */
  handedOver(bridge: string, epoch: number): void;
  /** The bridges that it holds, and how many events each has brought. */
  held(): Iterable<readonly [bridge: string, received: number]>;
  /** It gave a bridge away. */
  moved(bridge: string, reason: MoveReason): void;
  /** Redis did not answer. */
  failed(error: Error): void;
}
