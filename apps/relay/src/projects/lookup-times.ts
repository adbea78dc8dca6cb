/** How often the live jobs of a project are looked up. */
export interface LookupTimes {
  /** The rooms that somebody needs are checked so often. */
  readonly everyMs: number;
  /** The shortest time between two look-ups, whoever asks: a job that is gone is no hot loop. */
  readonly againMs: number;
  /** So long an answer is believed while MetaStudio gives no newer one. */
  readonly staleMs: number;
}

export const LOOKUP_TIMES_DEFAULT: LookupTimes = {
  everyMs: 30_000,
  againMs: 2000,
  staleMs: 300_000,
};
