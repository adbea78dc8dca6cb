/**
 * Why a bridge moved: `share`, its holder had more than its share; `stop`, it stops; otherwise it
 * cannot reach the source.
 */
export type MoveReason = 'share' | 'stop' | 'stuck';

/**
 * Whether a collector can take a bridge over: `later`, not just now; `refused`, its platform
 * refuses it there.
 */
export type PrepareAnswer = 'ready' | 'later' | 'refused';

/**
 * How far a bridge is that is to be given: all is appended that its source gave, which keeps what it hears, or is
 * `closed`; or it is not.
 */
export type HandOverState = 'hearing' | 'closed' | 'unsettled';

/** How long Redis may take for what is left, in ms. */
export type SettleMs = Readonly<Record<Exclude<HandOverState, 'unsettled'>, number>>;

/**
 * What a collector does with its bridges when they change hands. Bridges are named by lease: a
 * second copy has one of its own. Nothing rejects.
 */
export interface FleetHands {
  /** Whether this process is configured with the bridge, and may hold it. */
  canTake(bridge: string): boolean;
  /**
   * Gets ready to take over a bridge that another collector still holds.
   *
   * @param isFree whether that one is not connected.
   */
  prepare(bridge: string, signal: AbortSignal, isFree: boolean): Promise<PrepareAnswer>;
  /** The group of bridges that should be on one collector, since their platform gives few seats. */
  kinOf(bridge: string): string | undefined;
  /** Whether collectors of other hosts may not reach the source of a bridge. */
  isHome(bridge: string): boolean;
  /** Whether the source of a bridge has not been reached from here for some time. */
  isStuck(bridge: string): boolean;
  /** Whether this process holds a bridge. */
  isHeld(bridge: string): boolean;
  /** For how long the source of a bridge has been connected, or need not be, in ms; 0 where it is not. */
  hearsForMs(bridge: string): number;
  /** Gives a bridge back, for another collector to take. */
  giveUp(bridge: string): void;
  /** The bridge does not come after all. */
  unprepare(bridge: string): void;
  /** Whether Redis takes what a bridge that this process holds appends. */
  isWell(bridge: string): boolean;
  /**
   * Has the source give nothing more, and appends what it gave.
   *
   * @param signal ends the waiting for a Redis that takes what comes: then nothing has happened.
   */
  handOver(bridge: string, signal: AbortSignal, settleMs: SettleMs): Promise<HandOverState>;
  /** The hand-over did not happen: this process goes on with the bridge. */
  goOn(bridge: string): void;
  /** The bridge was given to this process under this epoch; 0: this process has given it away. */
  handedOver(bridge: string, epoch: number): void;
  /** The bridges that it holds, and how many events each has brought. */
  held(): Iterable<readonly [bridge: string, received: number]>;
  /** Those of {@link held} that are second copies. */
  heldSeconds(): readonly string[];
  /** This process gave a bridge away. */
  moved(bridge: string, reason: MoveReason): void;
  /** Redis did not answer. */
  failed(error: Error): void;
}
