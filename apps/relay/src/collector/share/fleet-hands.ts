/** Why a bridge moved: for its holder's share, or because its holder stops. */
export type MoveReason = 'share' | 'stop';

/** What a collector does with its bridges when they change hands. Nothing rejects. */
export interface FleetHands {
  /** Whether this process has the bridge, and may hold it. */
  canTake(bridge: string): boolean;
  /** Gets ready to go on with a bridge that another still holds. @returns whether it is. */
  prepare(bridge: string, signal: AbortSignal): Promise<boolean>;
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
