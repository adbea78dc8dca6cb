import type { ClockSkew } from '#metastudio';

/**
 * Receives what happens around the management calls of one project, for logs. Each method is called
 * when something changes, not at every call; they must be cheap and must not throw.
 */
export interface ProjectListener {
  /** MetaStudio's clock and ours have drifted apart, or agree again. */
  clockSkewed(skew: ClockSkew): void;
  /** The live jobs cannot be looked up; told again only when the reason changes. */
  lookupFailed(error: Error): void;
  /** They can be looked up again, after an outage of this many ms. */
  lookupRecovered(durationMs: number): void;
  /**
   * The credential may not list the jobs of the whole project: each room is asked for by itself.
   */
  listingRefused(error: Error): void;
  /** The project has no such room. */
  roomMissing(roomId: string): void;
  /** The project has the room. @param wasMissing whether it lacked it when asked before. */
  roomFound(roomId: string, wasMissing: boolean): void;
  /** A room that the project lacked is not looked up any more. */
  roomLeft(roomId: string): void;
}
