/** How often the live jobs of a project are looked up. */
export interface LookupTimes {
  /** How often the rooms that are needed are checked. */
  readonly everyMs: number;
  /**
   * The shortest time between any two look-ups: a job that is gone must not become a hot
   * loop.
   */
  readonly againMs: number;
  /** How long an answer is believed while MetaStudio gives no newer one. */
  readonly staleMs: number;
}

export const LOOKUP_TIMES_DEFAULT: LookupTimes = {
  everyMs: 30_000,
  againMs: 2000,
  staleMs: 300_000,
};
